// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.k8s.io/v1). Do not edit: run `npm run gen`.
export interface UDPRouteSpec {
    readonly parentRefs?: readonly UDPRouteSpecParentRefs[];
    readonly rules?: readonly UDPRouteSpecRules[];
    readonly useDefaultGateways?: 'All' | 'None';
}

export interface UDPRouteSpecParentRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
    readonly sectionName?: string;
}

export interface UDPRouteSpecRules {
    readonly backendRefs?: readonly UDPRouteSpecRulesBackendRefs[];
    readonly name?: string;
}

export interface UDPRouteSpecRulesBackendRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
    readonly weight?: number;
}
