// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.k8s.io/v1). Do not edit: run `npm run gen`.
export interface ListenerSetSpec {
    readonly listeners?: readonly ListenerSetSpecListeners[];
    readonly parentRef?: ListenerSetSpecParentRef;
}

export interface ListenerSetSpecListeners {
    readonly allowedRoutes?: ListenerSetSpecListenersAllowedRoutes;
    readonly filters?: ListenerSetSpecListenersFilters;
    readonly hostname?: string;
    readonly name?: string;
    readonly port?: number;
    readonly protocol?: string;
    readonly tls?: ListenerSetSpecListenersTls;
}

export interface ListenerSetSpecListenersAllowedRoutes {
    readonly kinds?: readonly ListenerSetSpecListenersAllowedRoutesKinds[];
    readonly namespaces?: ListenerSetSpecListenersAllowedRoutesNamespaces;
}

export interface ListenerSetSpecListenersAllowedRoutesKinds {
    readonly group?: string;
    readonly kind?: string;
}

export interface ListenerSetSpecListenersAllowedRoutesNamespaces {
    readonly from?: 'All' | 'Selector' | 'Same';
    readonly selector?: ListenerSetSpecListenersAllowedRoutesNamespacesSelector;
}

export interface ListenerSetSpecListenersAllowedRoutesNamespacesSelector {
    readonly matchExpressions?: readonly ListenerSetSpecListenersAllowedRoutesNamespacesSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface ListenerSetSpecListenersAllowedRoutesNamespacesSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
}

export interface ListenerSetSpecListenersFilters {
    readonly requests?: readonly ListenerSetSpecListenersFiltersRequests[];
}

export interface ListenerSetSpecListenersFiltersRequests {
    readonly extensionRef?: ListenerSetSpecListenersFiltersRequestsExtensionRef;
    readonly externalAuth?: ListenerSetSpecListenersFiltersRequestsExternalAuth;
    readonly type?: 'ExternalAuth' | 'ExtensionRef';
}

export interface ListenerSetSpecListenersFiltersRequestsExtensionRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}

export interface ListenerSetSpecListenersFiltersRequestsExternalAuth {
    readonly backendRef?: ListenerSetSpecListenersFiltersRequestsExternalAuthBackendRef;
    readonly forwardBody?: ListenerSetSpecListenersFiltersRequestsExternalAuthForwardBody;
    readonly grpc?: ListenerSetSpecListenersFiltersRequestsExternalAuthGrpc;
    readonly http?: ListenerSetSpecListenersFiltersRequestsExternalAuthHttp;
    readonly protocol?: 'HTTP' | 'GRPC';
}

export interface ListenerSetSpecListenersFiltersRequestsExternalAuthBackendRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
}

export interface ListenerSetSpecListenersFiltersRequestsExternalAuthForwardBody {
    readonly maxSize?: number;
}

export interface ListenerSetSpecListenersFiltersRequestsExternalAuthGrpc {
    readonly allowedHeaders?: readonly string[];
}

export interface ListenerSetSpecListenersFiltersRequestsExternalAuthHttp {
    readonly allowedHeaders?: readonly string[];
    readonly allowedResponseHeaders?: readonly string[];
    readonly path?: string;
}

export interface ListenerSetSpecListenersTls {
    readonly certificateRefs?: readonly ListenerSetSpecListenersTlsCertificateRefs[];
    readonly mode?: 'Terminate' | 'Passthrough';
    readonly options?: Readonly<Record<string, string>>;
}

export interface ListenerSetSpecListenersTlsCertificateRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface ListenerSetSpecParentRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}
