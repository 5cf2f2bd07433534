// Generated from the CRD schema (istio 1.32.0, extensions.istio.io/v1alpha1). Do not edit: run `npm run gen`.
export interface TrafficExtensionSpec {
    readonly lua?: TrafficExtensionSpecLua;
    readonly match?: readonly TrafficExtensionSpecMatch[];
    readonly phase?: 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS';
    readonly priority?: number;
    readonly selector?: TrafficExtensionSpecSelector;
    readonly targetRefs?: readonly TrafficExtensionSpecTargetRefs[];
    readonly wasm?: TrafficExtensionSpecWasm;
}

export interface TrafficExtensionSpecLua {
    readonly inlineCode?: string;
}

export interface TrafficExtensionSpecMatch {
    readonly mode?: 'UNDEFINED' | 'CLIENT' | 'SERVER' | 'CLIENT_AND_SERVER';
    readonly ports?: readonly TrafficExtensionSpecMatchPorts[];
}

export interface TrafficExtensionSpecMatchPorts {
    readonly number?: number;
}

export interface TrafficExtensionSpecSelector {
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface TrafficExtensionSpecTargetRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface TrafficExtensionSpecWasm {
    readonly failStrategy?: 'FAIL_CLOSE' | 'FAIL_OPEN' | 'FAIL_RELOAD';
    readonly imagePullPolicy?: 'UNSPECIFIED_POLICY' | 'IfNotPresent' | 'Always';
    readonly imagePullSecret?: string;
    readonly pluginConfig?: unknown;
    readonly pluginName?: string;
    readonly sha256?: string;
    readonly type?: 'UNSPECIFIED_PLUGIN_TYPE' | 'HTTP' | 'NETWORK';
    readonly url?: string;
    readonly verificationKey?: string;
    readonly vmConfig?: TrafficExtensionSpecWasmVmConfig;
}

export interface TrafficExtensionSpecWasmVmConfig {
    readonly env?: readonly TrafficExtensionSpecWasmVmConfigEnv[];
}

export interface TrafficExtensionSpecWasmVmConfigEnv {
    readonly name?: string;
    readonly value?: string;
    readonly valueFrom?: 'INLINE' | 'HOST';
}
