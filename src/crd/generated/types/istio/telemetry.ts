// Generated from the CRD schema (istio 1.32.0, telemetry.istio.io/v1alpha1). Do not edit: run `npm run gen`.
export interface TelemetrySpec {
    readonly accessLogging?: readonly TelemetrySpecAccessLogging[];
    readonly metrics?: readonly TelemetrySpecMetrics[];
    readonly selector?: TelemetrySpecSelector;
    readonly targetRef?: TelemetrySpecTargetRef;
    readonly targetRefs?: readonly TelemetrySpecTargetRefs[];
    readonly tracing?: readonly TelemetrySpecTracing[];
}

export interface TelemetrySpecAccessLogging {
    readonly disabled?: boolean;
    readonly filter?: TelemetrySpecAccessLoggingFilter;
    readonly match?: TelemetrySpecAccessLoggingMatch;
    readonly providers?: readonly TelemetrySpecAccessLoggingProviders[];
}

export interface TelemetrySpecAccessLoggingFilter {
    readonly expression?: string;
}

export interface TelemetrySpecAccessLoggingMatch {
    readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER';
}

export interface TelemetrySpecAccessLoggingProviders {
    readonly name?: string;
}

export interface TelemetrySpecMetrics {
    readonly overrides?: readonly TelemetrySpecMetricsOverrides[];
    readonly providers?: readonly TelemetrySpecMetricsProviders[];
    readonly reportingInterval?: string;
}

export interface TelemetrySpecMetricsOverrides {
    readonly disabled?: boolean;
    readonly match?: TelemetrySpecMetricsOverridesMatch;
    readonly tagOverrides?: Readonly<Record<string, TelemetrySpecMetricsOverridesTagOverridesValue>>;
}

export interface TelemetrySpecMetricsOverridesMatch {
    readonly customMetric?: string;
    readonly metric?: 'ALL_METRICS' | 'REQUEST_COUNT' | 'REQUEST_DURATION' | 'REQUEST_SIZE' | 'RESPONSE_SIZE' | 'TCP_OPENED_CONNECTIONS' | 'TCP_CLOSED_CONNECTIONS' | 'TCP_SENT_BYTES' | 'TCP_RECEIVED_BYTES' | 'GRPC_REQUEST_MESSAGES' | 'GRPC_RESPONSE_MESSAGES';
    readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER';
}

export interface TelemetrySpecMetricsOverridesTagOverridesValue {
    readonly operation?: 'UPSERT' | 'REMOVE';
    readonly value?: string;
}

export interface TelemetrySpecMetricsProviders {
    readonly name?: string;
}

export interface TelemetrySpecSelector {
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface TelemetrySpecTargetRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface TelemetrySpecTargetRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface TelemetrySpecTracing {
    readonly customTags?: Readonly<Record<string, TelemetrySpecTracingCustomTagsValue>>;
    readonly disableContextPropagation?: boolean;
    readonly disableSpanReporting?: boolean;
    readonly enableIstioTags?: boolean;
    readonly match?: TelemetrySpecTracingMatch;
    readonly providers?: readonly TelemetrySpecTracingProviders[];
    readonly randomSamplingPercentage?: number;
    readonly useRequestIdForTraceSampling?: boolean;
}

export interface TelemetrySpecTracingCustomTagsValue {
    readonly environment?: TelemetrySpecTracingCustomTagsValueEnvironment;
    readonly formatter?: TelemetrySpecTracingCustomTagsValueFormatter;
    readonly header?: TelemetrySpecTracingCustomTagsValueHeader;
    readonly literal?: TelemetrySpecTracingCustomTagsValueLiteral;
}

export interface TelemetrySpecTracingCustomTagsValueEnvironment {
    readonly defaultValue?: string;
    readonly name?: string;
}

export interface TelemetrySpecTracingCustomTagsValueFormatter {
    readonly value?: string;
}

export interface TelemetrySpecTracingCustomTagsValueHeader {
    readonly defaultValue?: string;
    readonly name?: string;
}

export interface TelemetrySpecTracingCustomTagsValueLiteral {
    readonly value?: string;
}

export interface TelemetrySpecTracingMatch {
    readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER';
}

export interface TelemetrySpecTracingProviders {
    readonly name?: string;
}
