import type { WasmPluginSpec } from '../../../src/crd/generated/types/istio/wasm-plugin.ts'
import { type FateMap, kept, translated } from '../../../src/diagnostics/fate.ts'

const same = kept('a waypoint runs the plugin as written')

export const wasmPluginFates = {
  spec: {
    failStrategy: same,
    imagePullPolicy: same,
    imagePullSecret: same,
    match: same,
    phase: same,
    pluginConfig: same,
    pluginName: same,
    priority: same,
    selector: translated('targetRefs of the Services that the pods are behind'),
    sha256: same,
    targetRef: same,
    targetRefs: same,
    type: same,
    url: same,
    verificationKey: same,
    vmConfig: same,
  } satisfies FateMap<WasmPluginSpec>,
}
