import type { EnvoyFilterSpec } from '../../../src/crd/generated/types/istio/envoy-filter.ts'
import { type FateMap, kept } from '../../../src/diagnostics/fate.ts'

const heldBack = ['US3331', 'US3332'] as const

export const envoyFilterFates = {
  spec: {
    configPatches: kept('patches of gateways go on; those of sidecars hold their pods back', heldBack),
    priority: kept('orders the patches', heldBack),
    targetRefs: kept('waypoints and gateways read it', heldBack),
    workloadSelector: kept('gateways go on reading it', heldBack),
  } satisfies FateMap<EnvoyFilterSpec>,
}
