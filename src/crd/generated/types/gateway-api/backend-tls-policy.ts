// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.k8s.io/v1). Do not edit: run `npm run gen`.
export interface BackendTLSPolicySpec {
    readonly options?: Readonly<Record<string, string>>;
    readonly targetRefs?: readonly BackendTLSPolicySpecTargetRefs[];
    readonly validation?: BackendTLSPolicySpecValidation;
}

export interface BackendTLSPolicySpecTargetRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly sectionName?: string;
}

export interface BackendTLSPolicySpecValidation {
    readonly caCertificateRefs?: readonly BackendTLSPolicySpecValidationCaCertificateRefs[];
    readonly hostname?: string;
    readonly subjectAltNames?: readonly BackendTLSPolicySpecValidationSubjectAltNames[];
    readonly wellKnownCACertificates?: string;
}

export interface BackendTLSPolicySpecValidationCaCertificateRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}

export interface BackendTLSPolicySpecValidationSubjectAltNames {
    readonly hostname?: string;
    readonly type?: 'Hostname' | 'URI';
    readonly uri?: string;
}
