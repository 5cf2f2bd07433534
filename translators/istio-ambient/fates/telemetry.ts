import type { TelemetrySpec } from '../../../src/crd/generated/types/istio/telemetry.ts'
import { type FateMap, kept, translated } from '../../../src/diagnostics/fate.ts'

const same = kept('waypoints read it; what is set for the client side never applies there')

export const telemetryFates = {
  spec: {
    accessLogging: same,
    metrics: same,
    selector: translated('targetRefs of the Services that the pods are behind'),
    targetRef: same,
    targetRefs: same,
    tracing: same,
  } satisfies FateMap<TelemetrySpec>,
}
