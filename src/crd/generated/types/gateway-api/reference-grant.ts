// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.k8s.io/v1beta1). Do not edit: run `npm run gen`.
export interface ReferenceGrantSpec {
    readonly from?: readonly ReferenceGrantSpecFrom[];
    readonly to?: readonly ReferenceGrantSpecTo[];
}

export interface ReferenceGrantSpecFrom {
    readonly group?: string;
    readonly kind?: string;
    readonly namespace?: string;
}

export interface ReferenceGrantSpecTo {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}
