// Generated from the CRD schema (istio 1.32.0, security.istio.io/v1). Do not edit: run `npm run gen`.
export interface AuthorizationPolicySpec {
    readonly action?: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
    readonly provider?: AuthorizationPolicySpecProvider;
    readonly rules?: readonly AuthorizationPolicySpecRules[];
    readonly selector?: AuthorizationPolicySpecSelector;
    readonly targetRef?: AuthorizationPolicySpecTargetRef;
    readonly targetRefs?: readonly AuthorizationPolicySpecTargetRefs[];
}

export interface AuthorizationPolicySpecProvider {
    readonly name?: string;
}

export interface AuthorizationPolicySpecRules {
    readonly from?: readonly AuthorizationPolicySpecRulesFrom[];
    readonly to?: readonly AuthorizationPolicySpecRulesTo[];
    readonly when?: readonly AuthorizationPolicySpecRulesWhen[];
}

export interface AuthorizationPolicySpecRulesFrom {
    readonly source?: AuthorizationPolicySpecRulesFromSource;
}

export interface AuthorizationPolicySpecRulesFromSource {
    readonly ipBlocks?: readonly string[];
    readonly namespaces?: readonly string[];
    readonly notIpBlocks?: readonly string[];
    readonly notNamespaces?: readonly string[];
    readonly notPrincipals?: readonly string[];
    readonly notRemoteIpBlocks?: readonly string[];
    readonly notRequestPrincipals?: readonly string[];
    readonly notServiceAccounts?: readonly string[];
    readonly notTrustDomains?: readonly string[];
    readonly principals?: readonly string[];
    readonly remoteIpBlocks?: readonly string[];
    readonly requestPrincipals?: readonly string[];
    readonly serviceAccounts?: readonly string[];
    readonly trustDomains?: readonly string[];
}

export interface AuthorizationPolicySpecRulesTo {
    readonly operation?: AuthorizationPolicySpecRulesToOperation;
}

export interface AuthorizationPolicySpecRulesToOperation {
    readonly hosts?: readonly string[];
    readonly methods?: readonly string[];
    readonly notHosts?: readonly string[];
    readonly notMethods?: readonly string[];
    readonly notPaths?: readonly string[];
    readonly notPorts?: readonly string[];
    readonly paths?: readonly string[];
    readonly ports?: readonly string[];
}

export interface AuthorizationPolicySpecRulesWhen {
    readonly key?: string;
    readonly notValues?: readonly string[];
    readonly values?: readonly string[];
}

export interface AuthorizationPolicySpecSelector {
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface AuthorizationPolicySpecTargetRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface AuthorizationPolicySpecTargetRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}
