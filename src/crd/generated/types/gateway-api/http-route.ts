// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.k8s.io/v1). Do not edit: run `npm run gen`.
export interface HTTPRouteSpec {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly HTTPRouteSpecParentRefs[];
    readonly rules?: readonly HTTPRouteSpecRules[];
    readonly useDefaultGateways?: 'All' | 'None';
}

export interface HTTPRouteSpecParentRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
    readonly sectionName?: string;
}

export interface HTTPRouteSpecRules {
    readonly backendRefs?: readonly HTTPRouteSpecRulesBackendRefs[];
    readonly filters?: readonly HTTPRouteSpecRulesFilters[];
    readonly matches?: readonly HTTPRouteSpecRulesMatches[];
    readonly name?: string;
    readonly retry?: HTTPRouteSpecRulesRetry;
    readonly sessionPersistence?: HTTPRouteSpecRulesSessionPersistence;
    readonly timeouts?: HTTPRouteSpecRulesTimeouts;
}

export interface HTTPRouteSpecRulesBackendRefs {
    readonly filters?: readonly HTTPRouteSpecRulesBackendRefsFilters[];
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
    readonly weight?: number;
}

export interface HTTPRouteSpecRulesBackendRefsFilters {
    readonly cors?: HTTPRouteSpecRulesBackendRefsFiltersCors;
    readonly extensionRef?: HTTPRouteSpecRulesBackendRefsFiltersExtensionRef;
    readonly externalAuth?: HTTPRouteSpecRulesBackendRefsFiltersExternalAuth;
    readonly requestHeaderModifier?: HTTPRouteSpecRulesBackendRefsFiltersRequestHeaderModifier;
    readonly requestMirror?: HTTPRouteSpecRulesBackendRefsFiltersRequestMirror;
    readonly requestRedirect?: HTTPRouteSpecRulesBackendRefsFiltersRequestRedirect;
    readonly responseHeaderModifier?: HTTPRouteSpecRulesBackendRefsFiltersResponseHeaderModifier;
    readonly type?: 'RequestHeaderModifier' | 'ResponseHeaderModifier' | 'RequestMirror' | 'RequestRedirect' | 'URLRewrite' | 'ExtensionRef' | 'CORS' | 'ExternalAuth';
    readonly urlRewrite?: HTTPRouteSpecRulesBackendRefsFiltersUrlRewrite;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersCors {
    readonly allowCredentials?: boolean;
    readonly allowHeaders?: readonly string[];
    readonly allowMethods?: readonly ('GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH' | '*')[];
    readonly allowOrigins?: readonly string[];
    readonly exposeHeaders?: readonly string[];
    readonly maxAge?: number;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersExtensionRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersExternalAuth {
    readonly backendRef?: HTTPRouteSpecRulesBackendRefsFiltersExternalAuthBackendRef;
    readonly forwardBody?: HTTPRouteSpecRulesBackendRefsFiltersExternalAuthForwardBody;
    readonly grpc?: HTTPRouteSpecRulesBackendRefsFiltersExternalAuthGrpc;
    readonly http?: HTTPRouteSpecRulesBackendRefsFiltersExternalAuthHttp;
    readonly protocol?: 'HTTP' | 'GRPC';
}

export interface HTTPRouteSpecRulesBackendRefsFiltersExternalAuthBackendRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersExternalAuthForwardBody {
    readonly maxSize?: number;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersExternalAuthGrpc {
    readonly allowedHeaders?: readonly string[];
}

export interface HTTPRouteSpecRulesBackendRefsFiltersExternalAuthHttp {
    readonly allowedHeaders?: readonly string[];
    readonly allowedResponseHeaders?: readonly string[];
    readonly path?: string;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersRequestHeaderModifier {
    readonly add?: readonly HTTPRouteSpecRulesBackendRefsFiltersRequestHeaderModifierAdd[];
    readonly remove?: readonly string[];
    readonly set?: readonly HTTPRouteSpecRulesBackendRefsFiltersRequestHeaderModifierSet[];
}

export interface HTTPRouteSpecRulesBackendRefsFiltersRequestHeaderModifierAdd {
    readonly name?: string;
    readonly value?: string;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersRequestHeaderModifierSet {
    readonly name?: string;
    readonly value?: string;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersRequestMirror {
    readonly backendRef?: HTTPRouteSpecRulesBackendRefsFiltersRequestMirrorBackendRef;
    readonly fraction?: HTTPRouteSpecRulesBackendRefsFiltersRequestMirrorFraction;
    readonly percent?: number;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersRequestMirrorBackendRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersRequestMirrorFraction {
    readonly denominator?: number;
    readonly numerator?: number;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersRequestRedirect {
    readonly hostname?: string;
    readonly path?: HTTPRouteSpecRulesBackendRefsFiltersRequestRedirectPath;
    readonly port?: number;
    readonly scheme?: 'http' | 'https';
    readonly statusCode?: number;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersRequestRedirectPath {
    readonly replaceFullPath?: string;
    readonly replacePrefixMatch?: string;
    readonly type?: 'ReplaceFullPath' | 'ReplacePrefixMatch';
}

export interface HTTPRouteSpecRulesBackendRefsFiltersResponseHeaderModifier {
    readonly add?: readonly HTTPRouteSpecRulesBackendRefsFiltersResponseHeaderModifierAdd[];
    readonly remove?: readonly string[];
    readonly set?: readonly HTTPRouteSpecRulesBackendRefsFiltersResponseHeaderModifierSet[];
}

export interface HTTPRouteSpecRulesBackendRefsFiltersResponseHeaderModifierAdd {
    readonly name?: string;
    readonly value?: string;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersResponseHeaderModifierSet {
    readonly name?: string;
    readonly value?: string;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersUrlRewrite {
    readonly hostname?: string;
    readonly path?: HTTPRouteSpecRulesBackendRefsFiltersUrlRewritePath;
}

export interface HTTPRouteSpecRulesBackendRefsFiltersUrlRewritePath {
    readonly replaceFullPath?: string;
    readonly replacePrefixMatch?: string;
    readonly type?: 'ReplaceFullPath' | 'ReplacePrefixMatch';
}

export interface HTTPRouteSpecRulesFilters {
    readonly cors?: HTTPRouteSpecRulesFiltersCors;
    readonly extensionRef?: HTTPRouteSpecRulesFiltersExtensionRef;
    readonly externalAuth?: HTTPRouteSpecRulesFiltersExternalAuth;
    readonly requestHeaderModifier?: HTTPRouteSpecRulesFiltersRequestHeaderModifier;
    readonly requestMirror?: HTTPRouteSpecRulesFiltersRequestMirror;
    readonly requestRedirect?: HTTPRouteSpecRulesFiltersRequestRedirect;
    readonly responseHeaderModifier?: HTTPRouteSpecRulesFiltersResponseHeaderModifier;
    readonly type?: 'RequestHeaderModifier' | 'ResponseHeaderModifier' | 'RequestMirror' | 'RequestRedirect' | 'URLRewrite' | 'ExtensionRef' | 'CORS' | 'ExternalAuth';
    readonly urlRewrite?: HTTPRouteSpecRulesFiltersUrlRewrite;
}

export interface HTTPRouteSpecRulesFiltersCors {
    readonly allowCredentials?: boolean;
    readonly allowHeaders?: readonly string[];
    readonly allowMethods?: readonly ('GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH' | '*')[];
    readonly allowOrigins?: readonly string[];
    readonly exposeHeaders?: readonly string[];
    readonly maxAge?: number;
}

export interface HTTPRouteSpecRulesFiltersExtensionRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}

export interface HTTPRouteSpecRulesFiltersExternalAuth {
    readonly backendRef?: HTTPRouteSpecRulesFiltersExternalAuthBackendRef;
    readonly forwardBody?: HTTPRouteSpecRulesFiltersExternalAuthForwardBody;
    readonly grpc?: HTTPRouteSpecRulesFiltersExternalAuthGrpc;
    readonly http?: HTTPRouteSpecRulesFiltersExternalAuthHttp;
    readonly protocol?: 'HTTP' | 'GRPC';
}

export interface HTTPRouteSpecRulesFiltersExternalAuthBackendRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
}

export interface HTTPRouteSpecRulesFiltersExternalAuthForwardBody {
    readonly maxSize?: number;
}

export interface HTTPRouteSpecRulesFiltersExternalAuthGrpc {
    readonly allowedHeaders?: readonly string[];
}

export interface HTTPRouteSpecRulesFiltersExternalAuthHttp {
    readonly allowedHeaders?: readonly string[];
    readonly allowedResponseHeaders?: readonly string[];
    readonly path?: string;
}

export interface HTTPRouteSpecRulesFiltersRequestHeaderModifier {
    readonly add?: readonly HTTPRouteSpecRulesFiltersRequestHeaderModifierAdd[];
    readonly remove?: readonly string[];
    readonly set?: readonly HTTPRouteSpecRulesFiltersRequestHeaderModifierSet[];
}

export interface HTTPRouteSpecRulesFiltersRequestHeaderModifierAdd {
    readonly name?: string;
    readonly value?: string;
}

export interface HTTPRouteSpecRulesFiltersRequestHeaderModifierSet {
    readonly name?: string;
    readonly value?: string;
}

export interface HTTPRouteSpecRulesFiltersRequestMirror {
    readonly backendRef?: HTTPRouteSpecRulesFiltersRequestMirrorBackendRef;
    readonly fraction?: HTTPRouteSpecRulesFiltersRequestMirrorFraction;
    readonly percent?: number;
}

export interface HTTPRouteSpecRulesFiltersRequestMirrorBackendRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
}

export interface HTTPRouteSpecRulesFiltersRequestMirrorFraction {
    readonly denominator?: number;
    readonly numerator?: number;
}

export interface HTTPRouteSpecRulesFiltersRequestRedirect {
    readonly hostname?: string;
    readonly path?: HTTPRouteSpecRulesFiltersRequestRedirectPath;
    readonly port?: number;
    readonly scheme?: 'http' | 'https';
    readonly statusCode?: number;
}

export interface HTTPRouteSpecRulesFiltersRequestRedirectPath {
    readonly replaceFullPath?: string;
    readonly replacePrefixMatch?: string;
    readonly type?: 'ReplaceFullPath' | 'ReplacePrefixMatch';
}

export interface HTTPRouteSpecRulesFiltersResponseHeaderModifier {
    readonly add?: readonly HTTPRouteSpecRulesFiltersResponseHeaderModifierAdd[];
    readonly remove?: readonly string[];
    readonly set?: readonly HTTPRouteSpecRulesFiltersResponseHeaderModifierSet[];
}

export interface HTTPRouteSpecRulesFiltersResponseHeaderModifierAdd {
    readonly name?: string;
    readonly value?: string;
}

export interface HTTPRouteSpecRulesFiltersResponseHeaderModifierSet {
    readonly name?: string;
    readonly value?: string;
}

export interface HTTPRouteSpecRulesFiltersUrlRewrite {
    readonly hostname?: string;
    readonly path?: HTTPRouteSpecRulesFiltersUrlRewritePath;
}

export interface HTTPRouteSpecRulesFiltersUrlRewritePath {
    readonly replaceFullPath?: string;
    readonly replacePrefixMatch?: string;
    readonly type?: 'ReplaceFullPath' | 'ReplacePrefixMatch';
}

export interface HTTPRouteSpecRulesMatches {
    readonly headers?: readonly HTTPRouteSpecRulesMatchesHeaders[];
    readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH';
    readonly path?: HTTPRouteSpecRulesMatchesPath;
    readonly queryParams?: readonly HTTPRouteSpecRulesMatchesQueryParams[];
}

export interface HTTPRouteSpecRulesMatchesHeaders {
    readonly name?: string;
    readonly type?: 'Exact' | 'RegularExpression';
    readonly value?: string;
}

export interface HTTPRouteSpecRulesMatchesPath {
    readonly type?: 'Exact' | 'PathPrefix' | 'RegularExpression';
    readonly value?: string;
}

export interface HTTPRouteSpecRulesMatchesQueryParams {
    readonly name?: string;
    readonly type?: 'Exact' | 'RegularExpression';
    readonly value?: string;
}

export interface HTTPRouteSpecRulesRetry {
    readonly attempts?: number;
    readonly backoff?: string;
    readonly codes?: readonly number[];
}

export interface HTTPRouteSpecRulesSessionPersistence {
    readonly absoluteTimeout?: string;
    readonly cookie?: HTTPRouteSpecRulesSessionPersistenceCookie;
    readonly header?: HTTPRouteSpecRulesSessionPersistenceHeader;
    readonly type?: 'Cookie' | 'Header';
}

export interface HTTPRouteSpecRulesSessionPersistenceCookie {
    readonly lifetimeType?: 'Permanent' | 'Session';
    readonly name?: string;
    readonly path?: string;
}

export interface HTTPRouteSpecRulesSessionPersistenceHeader {
    readonly name?: string;
}

export interface HTTPRouteSpecRulesTimeouts {
    readonly backendRequest?: string;
    readonly request?: string;
}
