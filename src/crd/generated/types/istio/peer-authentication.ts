// Generated from the CRD schema (istio 1.32.0, security.istio.io/v1). Do not edit: run `npm run gen`.
export interface PeerAuthenticationSpec {
    readonly mtls?: PeerAuthenticationSpecMtls;
    readonly portLevelMtls?: Readonly<Record<string, PeerAuthenticationSpecPortLevelMtlsValue>>;
    readonly selector?: PeerAuthenticationSpecSelector;
}

export interface PeerAuthenticationSpecMtls {
    readonly mode?: 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';
}

export interface PeerAuthenticationSpecPortLevelMtlsValue {
    readonly mode?: 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';
}

export interface PeerAuthenticationSpecSelector {
    readonly matchLabels?: Readonly<Record<string, string>>;
}
