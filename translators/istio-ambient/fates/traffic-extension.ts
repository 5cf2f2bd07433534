import type { TrafficExtensionSpec } from '../../../src/crd/generated/types/istio/traffic-extension.ts'
import { type FateMap, kept, translated } from '../../../src/diagnostics/fate.ts'

const codes = ['US3331', 'US3332'] as const
const same = kept('a waypoint runs the extension as written', codes)

export const trafficExtensionFates = {
  spec: {
    lua: same,
    match: same,
    phase: same,
    priority: same,
    selector: translated('targetRefs of the Services that the pods are behind', codes),
    targetRefs: same,
    wasm: same,
  } satisfies FateMap<TrafficExtensionSpec>,
}
