import { type DeclaredFate, kept, noEffect, translated } from '../../../src/diagnostics/fate.ts'

/** `targetRefs`: for waypoints and gateways already. */
export const targetRefFate: DeclaredFate = kept('Policies with target references were enforced by waypoints and gateways, and still are.')

export const selectorFate: DeclaredFate = translated(
  'Kept at ztunnel; at a waypoint the Services in front of the selected pods take its place.',
)

export const deprecatedTargetFate: DeclaredFate = noEffect('Cross-namespace references are rejected by Istio.')
