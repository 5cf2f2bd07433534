// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.k8s.io/v1). Do not edit: run `npm run gen`.
export interface TCPRouteSpec {
    readonly parentRefs?: readonly TCPRouteSpecParentRefs[];
    readonly rules?: readonly TCPRouteSpecRules[];
    readonly useDefaultGateways?: 'All' | 'None';
}

export interface TCPRouteSpecParentRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
    readonly sectionName?: string;
}

export interface TCPRouteSpecRules {
    readonly backendRefs?: readonly TCPRouteSpecRulesBackendRefs[];
    readonly name?: string;
}

export interface TCPRouteSpecRulesBackendRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
    readonly weight?: number;
}
