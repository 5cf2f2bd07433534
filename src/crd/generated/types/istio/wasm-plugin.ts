// Generated from the CRD schema (istio 1.32.0, extensions.istio.io/v1alpha1). Do not edit: run `npm run gen`.
export interface WasmPluginSpec {
    readonly failStrategy?: 'FAIL_CLOSE' | 'FAIL_OPEN' | 'FAIL_RELOAD';
    readonly imagePullPolicy?: 'UNSPECIFIED_POLICY' | 'IfNotPresent' | 'Always';
    readonly imagePullSecret?: string;
    readonly match?: readonly WasmPluginSpecMatch[];
    readonly phase?: 'UNSPECIFIED_PHASE' | 'AUTHN' | 'AUTHZ' | 'STATS';
    readonly pluginConfig?: unknown;
    readonly pluginName?: string;
    readonly priority?: number;
    readonly selector?: WasmPluginSpecSelector;
    readonly sha256?: string;
    readonly targetRef?: WasmPluginSpecTargetRef;
    readonly targetRefs?: readonly WasmPluginSpecTargetRefs[];
    readonly type?: 'UNSPECIFIED_PLUGIN_TYPE' | 'HTTP' | 'NETWORK';
    readonly url?: string;
    readonly verificationKey?: string;
    readonly vmConfig?: WasmPluginSpecVmConfig;
}

export interface WasmPluginSpecMatch {
    readonly mode?: 'UNDEFINED' | 'CLIENT' | 'SERVER' | 'CLIENT_AND_SERVER';
    readonly ports?: readonly WasmPluginSpecMatchPorts[];
}

export interface WasmPluginSpecMatchPorts {
    readonly number?: number;
}

export interface WasmPluginSpecSelector {
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface WasmPluginSpecTargetRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface WasmPluginSpecTargetRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface WasmPluginSpecVmConfig {
    readonly env?: readonly WasmPluginSpecVmConfigEnv[];
}

export interface WasmPluginSpecVmConfigEnv {
    readonly name?: string;
    readonly value?: string;
    readonly valueFrom?: 'INLINE' | 'HOST';
}
