// Generated from the CRD schema (istio 1.32.0, networking.istio.io/v1). Do not edit: run `npm run gen`.
export interface WorkloadEntrySpec {
    readonly address?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly locality?: string;
    readonly network?: string;
    readonly ports?: Readonly<Record<string, number>>;
    readonly serviceAccount?: string;
    readonly weight?: number;
}
