// Generated from the CRD schema (cilium v1.20.2, cilium.io/v2). Do not edit: run `npm run gen`.
export interface CiliumCIDRGroupSpec {
    readonly externalCIDRs?: readonly string[];
}
