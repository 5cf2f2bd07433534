// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.x-k8s.io/v1alpha1). Do not edit: run `npm run gen`.
export interface XTelemetryPolicySpec {
    readonly targetRefs?: readonly XTelemetryPolicySpecTargetRefs[];
    readonly tracing?: XTelemetryPolicySpecTracing;
}

export interface XTelemetryPolicySpecTargetRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}

export interface XTelemetryPolicySpecTracing {
    readonly attributes?: readonly XTelemetryPolicySpecTracingAttributes[];
    readonly mode?: 'Enabled' | 'Disabled' | 'ImplementationDefault';
    readonly parentBasedSampling?: XTelemetryPolicySpecTracingParentBasedSampling;
    readonly provider?: XTelemetryPolicySpecTracingProvider;
    readonly samplingRate?: XTelemetryPolicySpecTracingSamplingRate;
    readonly serviceName?: string;
    readonly spanName?: string;
}

export interface XTelemetryPolicySpecTracingAttributes {
    readonly attributeKey?: string;
    readonly headerName?: string;
    readonly literalValue?: string;
    readonly name?: string;
    readonly sourceType?: 'Header' | 'Literal' | 'Attribute';
}

export interface XTelemetryPolicySpecTracingParentBasedSampling {
    readonly mode?: 'Enabled' | 'Disabled' | 'ImplementationDefault';
    readonly samplingRate?: XTelemetryPolicySpecTracingParentBasedSamplingSamplingRate;
}

export interface XTelemetryPolicySpecTracingParentBasedSamplingSamplingRate {
    readonly denominator?: number;
    readonly numerator?: number;
}

export interface XTelemetryPolicySpecTracingProvider {
    readonly backendRef?: XTelemetryPolicySpecTracingProviderBackendRef;
    readonly headers?: readonly XTelemetryPolicySpecTracingProviderHeaders[];
}

export interface XTelemetryPolicySpecTracingProviderBackendRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
}

export interface XTelemetryPolicySpecTracingProviderHeaders {
    readonly name?: string;
    readonly value?: string;
}

export interface XTelemetryPolicySpecTracingSamplingRate {
    readonly denominator?: number;
    readonly numerator?: number;
}
