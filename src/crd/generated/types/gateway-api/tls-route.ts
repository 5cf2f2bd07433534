// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.k8s.io/v1). Do not edit: run `npm run gen`.
export interface TLSRouteSpec {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly TLSRouteSpecParentRefs[];
    readonly rules?: readonly TLSRouteSpecRules[];
    readonly useDefaultGateways?: 'All' | 'None';
}

export interface TLSRouteSpecParentRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
    readonly sectionName?: string;
}

export interface TLSRouteSpecRules {
    readonly backendRefs?: readonly TLSRouteSpecRulesBackendRefs[];
    readonly name?: string;
}

export interface TLSRouteSpecRulesBackendRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
    readonly weight?: number;
}
