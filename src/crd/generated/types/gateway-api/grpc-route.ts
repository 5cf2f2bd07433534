// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.k8s.io/v1). Do not edit: run `npm run gen`.
export interface GRPCRouteSpec {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly GRPCRouteSpecParentRefs[];
    readonly rules?: readonly GRPCRouteSpecRules[];
    readonly useDefaultGateways?: 'All' | 'None';
}

export interface GRPCRouteSpecParentRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
    readonly sectionName?: string;
}

export interface GRPCRouteSpecRules {
    readonly backendRefs?: readonly GRPCRouteSpecRulesBackendRefs[];
    readonly filters?: readonly GRPCRouteSpecRulesFilters[];
    readonly matches?: readonly GRPCRouteSpecRulesMatches[];
    readonly name?: string;
    readonly sessionPersistence?: GRPCRouteSpecRulesSessionPersistence;
}

export interface GRPCRouteSpecRulesBackendRefs {
    readonly filters?: readonly GRPCRouteSpecRulesBackendRefsFilters[];
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
    readonly weight?: number;
}

export interface GRPCRouteSpecRulesBackendRefsFilters {
    readonly extensionRef?: GRPCRouteSpecRulesBackendRefsFiltersExtensionRef;
    readonly requestHeaderModifier?: GRPCRouteSpecRulesBackendRefsFiltersRequestHeaderModifier;
    readonly requestMirror?: GRPCRouteSpecRulesBackendRefsFiltersRequestMirror;
    readonly responseHeaderModifier?: GRPCRouteSpecRulesBackendRefsFiltersResponseHeaderModifier;
    readonly type?: 'ResponseHeaderModifier' | 'RequestHeaderModifier' | 'RequestMirror' | 'ExtensionRef';
}

export interface GRPCRouteSpecRulesBackendRefsFiltersExtensionRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}

export interface GRPCRouteSpecRulesBackendRefsFiltersRequestHeaderModifier {
    readonly add?: readonly GRPCRouteSpecRulesBackendRefsFiltersRequestHeaderModifierAdd[];
    readonly remove?: readonly string[];
    readonly set?: readonly GRPCRouteSpecRulesBackendRefsFiltersRequestHeaderModifierSet[];
}

export interface GRPCRouteSpecRulesBackendRefsFiltersRequestHeaderModifierAdd {
    readonly name?: string;
    readonly value?: string;
}

export interface GRPCRouteSpecRulesBackendRefsFiltersRequestHeaderModifierSet {
    readonly name?: string;
    readonly value?: string;
}

export interface GRPCRouteSpecRulesBackendRefsFiltersRequestMirror {
    readonly backendRef?: GRPCRouteSpecRulesBackendRefsFiltersRequestMirrorBackendRef;
    readonly fraction?: GRPCRouteSpecRulesBackendRefsFiltersRequestMirrorFraction;
    readonly percent?: number;
}

export interface GRPCRouteSpecRulesBackendRefsFiltersRequestMirrorBackendRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
}

export interface GRPCRouteSpecRulesBackendRefsFiltersRequestMirrorFraction {
    readonly denominator?: number;
    readonly numerator?: number;
}

export interface GRPCRouteSpecRulesBackendRefsFiltersResponseHeaderModifier {
    readonly add?: readonly GRPCRouteSpecRulesBackendRefsFiltersResponseHeaderModifierAdd[];
    readonly remove?: readonly string[];
    readonly set?: readonly GRPCRouteSpecRulesBackendRefsFiltersResponseHeaderModifierSet[];
}

export interface GRPCRouteSpecRulesBackendRefsFiltersResponseHeaderModifierAdd {
    readonly name?: string;
    readonly value?: string;
}

export interface GRPCRouteSpecRulesBackendRefsFiltersResponseHeaderModifierSet {
    readonly name?: string;
    readonly value?: string;
}

export interface GRPCRouteSpecRulesFilters {
    readonly extensionRef?: GRPCRouteSpecRulesFiltersExtensionRef;
    readonly requestHeaderModifier?: GRPCRouteSpecRulesFiltersRequestHeaderModifier;
    readonly requestMirror?: GRPCRouteSpecRulesFiltersRequestMirror;
    readonly responseHeaderModifier?: GRPCRouteSpecRulesFiltersResponseHeaderModifier;
    readonly type?: 'ResponseHeaderModifier' | 'RequestHeaderModifier' | 'RequestMirror' | 'ExtensionRef';
}

export interface GRPCRouteSpecRulesFiltersExtensionRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}

export interface GRPCRouteSpecRulesFiltersRequestHeaderModifier {
    readonly add?: readonly GRPCRouteSpecRulesFiltersRequestHeaderModifierAdd[];
    readonly remove?: readonly string[];
    readonly set?: readonly GRPCRouteSpecRulesFiltersRequestHeaderModifierSet[];
}

export interface GRPCRouteSpecRulesFiltersRequestHeaderModifierAdd {
    readonly name?: string;
    readonly value?: string;
}

export interface GRPCRouteSpecRulesFiltersRequestHeaderModifierSet {
    readonly name?: string;
    readonly value?: string;
}

export interface GRPCRouteSpecRulesFiltersRequestMirror {
    readonly backendRef?: GRPCRouteSpecRulesFiltersRequestMirrorBackendRef;
    readonly fraction?: GRPCRouteSpecRulesFiltersRequestMirrorFraction;
    readonly percent?: number;
}

export interface GRPCRouteSpecRulesFiltersRequestMirrorBackendRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
}

export interface GRPCRouteSpecRulesFiltersRequestMirrorFraction {
    readonly denominator?: number;
    readonly numerator?: number;
}

export interface GRPCRouteSpecRulesFiltersResponseHeaderModifier {
    readonly add?: readonly GRPCRouteSpecRulesFiltersResponseHeaderModifierAdd[];
    readonly remove?: readonly string[];
    readonly set?: readonly GRPCRouteSpecRulesFiltersResponseHeaderModifierSet[];
}

export interface GRPCRouteSpecRulesFiltersResponseHeaderModifierAdd {
    readonly name?: string;
    readonly value?: string;
}

export interface GRPCRouteSpecRulesFiltersResponseHeaderModifierSet {
    readonly name?: string;
    readonly value?: string;
}

export interface GRPCRouteSpecRulesMatches {
    readonly headers?: readonly GRPCRouteSpecRulesMatchesHeaders[];
    readonly method?: GRPCRouteSpecRulesMatchesMethod;
}

export interface GRPCRouteSpecRulesMatchesHeaders {
    readonly name?: string;
    readonly type?: 'Exact' | 'RegularExpression';
    readonly value?: string;
}

export interface GRPCRouteSpecRulesMatchesMethod {
    readonly method?: string;
    readonly service?: string;
    readonly type?: 'Exact' | 'RegularExpression';
}

export interface GRPCRouteSpecRulesSessionPersistence {
    readonly absoluteTimeout?: string;
    readonly cookie?: GRPCRouteSpecRulesSessionPersistenceCookie;
    readonly header?: GRPCRouteSpecRulesSessionPersistenceHeader;
    readonly type?: 'Cookie' | 'Header';
}

export interface GRPCRouteSpecRulesSessionPersistenceCookie {
    readonly lifetimeType?: 'Permanent' | 'Session';
    readonly name?: string;
    readonly path?: string;
}

export interface GRPCRouteSpecRulesSessionPersistenceHeader {
    readonly name?: string;
}
