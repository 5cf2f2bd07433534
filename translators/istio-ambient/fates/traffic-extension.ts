import type { TrafficExtensionSpec } from '../../../src/crd/generated/types/istio/traffic-extension.ts'
import { type FateMap, kept, translated } from '../../../src/diagnostics/fate.ts'

const same = kept('a waypoint runs the extension as written')

export const trafficExtensionFates = {
  spec: {
    lua: same,
    match: same,
    phase: same,
    priority: same,
    selector: translated('targetRefs of the Services that the pods are behind'),
    targetRefs: same,
    wasm: same,
  } satisfies FateMap<TrafficExtensionSpec>,
}
