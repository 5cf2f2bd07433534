// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.k8s.io/v1). Do not edit: run `npm run gen`.
export interface GatewaySpec {
    readonly addresses?: readonly GatewaySpecAddresses[];
    readonly allowedListeners?: GatewaySpecAllowedListeners;
    readonly defaultScope?: 'All' | 'None';
    readonly gatewayClassName?: string;
    readonly infrastructure?: GatewaySpecInfrastructure;
    readonly listeners?: readonly GatewaySpecListeners[];
    readonly tls?: GatewaySpecTls;
}

export interface GatewaySpecAddresses {
    readonly routability?: string;
    readonly type?: string;
    readonly value?: string;
}

export interface GatewaySpecAllowedListeners {
    readonly namespaces?: GatewaySpecAllowedListenersNamespaces;
}

export interface GatewaySpecAllowedListenersNamespaces {
    readonly from?: 'All' | 'Selector' | 'Same' | 'None';
    readonly selector?: GatewaySpecAllowedListenersNamespacesSelector;
}

export interface GatewaySpecAllowedListenersNamespacesSelector {
    readonly matchExpressions?: readonly GatewaySpecAllowedListenersNamespacesSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface GatewaySpecAllowedListenersNamespacesSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
}

export interface GatewaySpecInfrastructure {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly parametersRef?: GatewaySpecInfrastructureParametersRef;
}

export interface GatewaySpecInfrastructureParametersRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}

export interface GatewaySpecListeners {
    readonly allowedRoutes?: GatewaySpecListenersAllowedRoutes;
    readonly filters?: GatewaySpecListenersFilters;
    readonly hostname?: string;
    readonly name?: string;
    readonly port?: number;
    readonly protocol?: string;
    readonly tls?: GatewaySpecListenersTls;
}

export interface GatewaySpecListenersAllowedRoutes {
    readonly kinds?: readonly GatewaySpecListenersAllowedRoutesKinds[];
    readonly namespaces?: GatewaySpecListenersAllowedRoutesNamespaces;
}

export interface GatewaySpecListenersAllowedRoutesKinds {
    readonly group?: string;
    readonly kind?: string;
}

export interface GatewaySpecListenersAllowedRoutesNamespaces {
    readonly from?: 'All' | 'Selector' | 'Same';
    readonly selector?: GatewaySpecListenersAllowedRoutesNamespacesSelector;
}

export interface GatewaySpecListenersAllowedRoutesNamespacesSelector {
    readonly matchExpressions?: readonly GatewaySpecListenersAllowedRoutesNamespacesSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface GatewaySpecListenersAllowedRoutesNamespacesSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
}

export interface GatewaySpecListenersFilters {
    readonly requests?: readonly GatewaySpecListenersFiltersRequests[];
}

export interface GatewaySpecListenersFiltersRequests {
    readonly extensionRef?: GatewaySpecListenersFiltersRequestsExtensionRef;
    readonly externalAuth?: GatewaySpecListenersFiltersRequestsExternalAuth;
    readonly type?: 'ExternalAuth' | 'ExtensionRef';
}

export interface GatewaySpecListenersFiltersRequestsExtensionRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}

export interface GatewaySpecListenersFiltersRequestsExternalAuth {
    readonly backendRef?: GatewaySpecListenersFiltersRequestsExternalAuthBackendRef;
    readonly forwardBody?: GatewaySpecListenersFiltersRequestsExternalAuthForwardBody;
    readonly grpc?: GatewaySpecListenersFiltersRequestsExternalAuthGrpc;
    readonly http?: GatewaySpecListenersFiltersRequestsExternalAuthHttp;
    readonly protocol?: 'HTTP' | 'GRPC';
}

export interface GatewaySpecListenersFiltersRequestsExternalAuthBackendRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
}

export interface GatewaySpecListenersFiltersRequestsExternalAuthForwardBody {
    readonly maxSize?: number;
}

export interface GatewaySpecListenersFiltersRequestsExternalAuthGrpc {
    readonly allowedHeaders?: readonly string[];
}

export interface GatewaySpecListenersFiltersRequestsExternalAuthHttp {
    readonly allowedHeaders?: readonly string[];
    readonly allowedResponseHeaders?: readonly string[];
    readonly path?: string;
}

export interface GatewaySpecListenersTls {
    readonly certificateRefs?: readonly GatewaySpecListenersTlsCertificateRefs[];
    readonly mode?: 'Terminate' | 'Passthrough';
    readonly options?: Readonly<Record<string, string>>;
}

export interface GatewaySpecListenersTlsCertificateRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface GatewaySpecTls {
    readonly backend?: GatewaySpecTlsBackend;
    readonly frontend?: GatewaySpecTlsFrontend;
}

export interface GatewaySpecTlsBackend {
    readonly clientCertificateRef?: GatewaySpecTlsBackendClientCertificateRef;
}

export interface GatewaySpecTlsBackendClientCertificateRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface GatewaySpecTlsFrontend {
    readonly default?: GatewaySpecTlsFrontendDefault;
    readonly perPort?: readonly GatewaySpecTlsFrontendPerPort[];
}

export interface GatewaySpecTlsFrontendDefault {
    readonly validation?: GatewaySpecTlsFrontendDefaultValidation;
}

export interface GatewaySpecTlsFrontendDefaultValidation {
    readonly caCertificateRefs?: readonly GatewaySpecTlsFrontendDefaultValidationCaCertificateRefs[];
    readonly mode?: 'AllowValidOnly' | 'AllowInsecureFallback';
}

export interface GatewaySpecTlsFrontendDefaultValidationCaCertificateRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface GatewaySpecTlsFrontendPerPort {
    readonly port?: number;
    readonly tls?: GatewaySpecTlsFrontendPerPortTls;
}

export interface GatewaySpecTlsFrontendPerPortTls {
    readonly validation?: GatewaySpecTlsFrontendPerPortTlsValidation;
}

export interface GatewaySpecTlsFrontendPerPortTlsValidation {
    readonly caCertificateRefs?: readonly GatewaySpecTlsFrontendPerPortTlsValidationCaCertificateRefs[];
    readonly mode?: 'AllowValidOnly' | 'AllowInsecureFallback';
}

export interface GatewaySpecTlsFrontendPerPortTlsValidationCaCertificateRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}
