// Generated from the CRD schema (istio 1.32.0, networking.istio.io/v1). Do not edit: run `npm run gen`.
export interface ServiceEntrySpec {
    readonly addresses?: readonly string[];
    readonly endpoints?: readonly ServiceEntrySpecEndpoints[];
    readonly exportTo?: readonly string[];
    readonly hosts?: readonly string[];
    readonly location?: 'MESH_EXTERNAL' | 'MESH_INTERNAL';
    readonly ports?: readonly ServiceEntrySpecPorts[];
    readonly resolution?: 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS';
    readonly subjectAltNames?: readonly string[];
    readonly workloadSelector?: ServiceEntrySpecWorkloadSelector;
}

export interface ServiceEntrySpecEndpoints {
    readonly address?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly locality?: string;
    readonly network?: string;
    readonly ports?: Readonly<Record<string, number>>;
    readonly serviceAccount?: string;
    readonly weight?: number;
}

export interface ServiceEntrySpecPorts {
    readonly name?: string;
    readonly number?: number;
    readonly protocol?: string;
    readonly targetPort?: number;
}

export interface ServiceEntrySpecWorkloadSelector {
    readonly labels?: Readonly<Record<string, string>>;
}
