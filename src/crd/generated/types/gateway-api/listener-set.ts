// Generated from the CRD schema (gateway-api v1.6.1, gateway.networking.k8s.io/v1). Do not edit: run `npm run gen`.
export interface ListenerSetSpec {
    readonly listeners?: readonly ListenerSetSpecListeners[];
    readonly parentRef?: ListenerSetSpecParentRef;
}

export interface ListenerSetSpecListeners {
    readonly allowedRoutes?: ListenerSetSpecListenersAllowedRoutes;
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
