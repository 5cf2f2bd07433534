// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.k8s.io/v1). Do not edit: run `npm run gen`.
export interface GatewayClassSpec {
    readonly controllerName?: string;
    readonly description?: string;
    readonly parametersRef?: GatewayClassSpecParametersRef;
}

export interface GatewayClassSpecParametersRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}
