// Generated from the CRD schema (istio 1.32.0, security.istio.io/v1). Do not edit: run `npm run gen`.
export interface RequestAuthenticationSpec {
    readonly jwtRules?: readonly RequestAuthenticationSpecJwtRules[];
    readonly selector?: RequestAuthenticationSpecSelector;
    readonly targetRef?: RequestAuthenticationSpecTargetRef;
    readonly targetRefs?: readonly RequestAuthenticationSpecTargetRefs[];
}

export interface RequestAuthenticationSpecJwtRules {
    readonly audiences?: readonly string[];
    readonly forwardOriginalToken?: boolean;
    readonly fromCookies?: readonly string[];
    readonly fromHeaders?: readonly RequestAuthenticationSpecJwtRulesFromHeaders[];
    readonly fromParams?: readonly string[];
    readonly issuer?: string;
    readonly jwks?: string;
    readonly jwks_uri?: string;
    readonly jwksUri?: string;
    readonly outputClaimToHeaders?: readonly RequestAuthenticationSpecJwtRulesOutputClaimToHeaders[];
    readonly outputPayloadToHeader?: string;
    readonly presence?: 'OPTIONAL' | 'REQUIRED';
    readonly spaceDelimitedClaims?: readonly string[];
    readonly timeout?: string;
}

export interface RequestAuthenticationSpecJwtRulesFromHeaders {
    readonly name?: string;
    readonly prefix?: string;
}

export interface RequestAuthenticationSpecJwtRulesOutputClaimToHeaders {
    readonly claim?: string;
    readonly header?: string;
}

export interface RequestAuthenticationSpecSelector {
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface RequestAuthenticationSpecTargetRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface RequestAuthenticationSpecTargetRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}
