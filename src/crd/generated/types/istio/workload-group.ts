// Generated from the CRD schema (istio 1.32.0, networking.istio.io/v1). Do not edit: run `npm run gen`.
export interface WorkloadGroupSpec {
    readonly metadata?: WorkloadGroupSpecMetadata;
    readonly probe?: WorkloadGroupSpecProbe;
    readonly template?: WorkloadGroupSpecTemplate;
}

export interface WorkloadGroupSpecMetadata {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
}

export interface WorkloadGroupSpecProbe {
    readonly exec?: WorkloadGroupSpecProbeExec;
    readonly failureThreshold?: number;
    readonly grpc?: WorkloadGroupSpecProbeGrpc;
    readonly httpGet?: WorkloadGroupSpecProbeHttpGet;
    readonly initialDelaySeconds?: number;
    readonly periodSeconds?: number;
    readonly successThreshold?: number;
    readonly tcpSocket?: WorkloadGroupSpecProbeTcpSocket;
    readonly timeoutSeconds?: number;
}

export interface WorkloadGroupSpecProbeExec {
    readonly command?: readonly string[];
}

export interface WorkloadGroupSpecProbeGrpc {
    readonly port?: number;
    readonly service?: string;
}

export interface WorkloadGroupSpecProbeHttpGet {
    readonly host?: string;
    readonly httpHeaders?: readonly WorkloadGroupSpecProbeHttpGetHttpHeaders[];
    readonly path?: string;
    readonly port?: number;
    readonly scheme?: string;
}

export interface WorkloadGroupSpecProbeHttpGetHttpHeaders {
    readonly name?: string;
    readonly value?: string;
}

export interface WorkloadGroupSpecProbeTcpSocket {
    readonly host?: string;
    readonly port?: number;
}

export interface WorkloadGroupSpecTemplate {
    readonly address?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly locality?: string;
    readonly network?: string;
    readonly ports?: Readonly<Record<string, number>>;
    readonly serviceAccount?: string;
    readonly weight?: number;
}
