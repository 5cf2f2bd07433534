// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.x-k8s.io/v1alpha1). Do not edit: run `npm run gen`.
export interface XBackendTrafficPolicySpec {
    readonly retryConstraint?: XBackendTrafficPolicySpecRetryConstraint;
    readonly sessionPersistence?: XBackendTrafficPolicySpecSessionPersistence;
    readonly targetRefs?: readonly XBackendTrafficPolicySpecTargetRefs[];
}

export interface XBackendTrafficPolicySpecRetryConstraint {
    readonly budget?: XBackendTrafficPolicySpecRetryConstraintBudget;
    readonly minRetryRate?: XBackendTrafficPolicySpecRetryConstraintMinRetryRate;
}

export interface XBackendTrafficPolicySpecRetryConstraintBudget {
    readonly interval?: string;
    readonly percent?: number;
}

export interface XBackendTrafficPolicySpecRetryConstraintMinRetryRate {
    readonly count?: number;
    readonly interval?: string;
}

export interface XBackendTrafficPolicySpecSessionPersistence {
    readonly absoluteTimeout?: string;
    readonly cookie?: XBackendTrafficPolicySpecSessionPersistenceCookie;
    readonly header?: XBackendTrafficPolicySpecSessionPersistenceHeader;
    readonly type?: 'Cookie' | 'Header';
}

export interface XBackendTrafficPolicySpecSessionPersistenceCookie {
    readonly lifetimeType?: 'Permanent' | 'Session';
    readonly name?: string;
    readonly path?: string;
}

export interface XBackendTrafficPolicySpecSessionPersistenceHeader {
    readonly name?: string;
}

export interface XBackendTrafficPolicySpecTargetRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}
