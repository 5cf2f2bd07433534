// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.x-k8s.io/v1alpha1). Do not edit: run `npm run gen`.
export interface XMeshSpec {
    readonly controllerName?: string;
    readonly description?: string;
    readonly parametersRef?: XMeshSpecParametersRef;
}

export interface XMeshSpecParametersRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}
