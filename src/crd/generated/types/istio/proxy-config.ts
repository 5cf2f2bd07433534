// Generated from the CRD schema (istio 1.32.0, networking.istio.io/v1beta1). Do not edit: run `npm run gen`.
export interface ProxyConfigSpec {
    readonly concurrency?: number;
    readonly environmentVariables?: Readonly<Record<string, string>>;
    readonly image?: ProxyConfigSpecImage;
    readonly selector?: ProxyConfigSpecSelector;
}

export interface ProxyConfigSpecImage {
    readonly imageType?: string;
}

export interface ProxyConfigSpecSelector {
    readonly matchLabels?: Readonly<Record<string, string>>;
}
