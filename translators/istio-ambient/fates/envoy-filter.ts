import type { EnvoyFilterSpec } from '../../../src/crd/generated/types/istio/envoy-filter.ts'
import { type FateMap, kept } from '../../../src/diagnostics/fate.ts'

export const envoyFilterFates = {
  spec: {
    configPatches: kept('patches of gateways go on; those of sidecars hold their pods back'),
    priority: kept('orders the patches'),
    targetRefs: kept('waypoints and gateways read it'),
    workloadSelector: kept('gateways go on reading it'),
  } satisfies FateMap<EnvoyFilterSpec>,
}
