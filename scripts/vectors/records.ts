import { type CiliumRecord, ciliumVectors } from './cilium.ts'
import { type IstioRecord, istioVector } from './istio.ts'
import { pairVectors } from './pairs.ts'
import type { Vector } from './vector.ts'
import { type ZtunnelRecord, ztunnelVectors } from './ztunnel.ts'

/** What was recorded, by engine. */
export interface Records {
  readonly istio: readonly IstioRecord[]
  readonly ztunnel: readonly ZtunnelRecord[]
  readonly cilium: readonly CiliumRecord[]
}

/** All questions of some records, those that pairs of records answer included. */
export function vectorsOf({ istio = [], ztunnel = [], cilium = [] }: Partial<Records>): Vector[] {
  return [...istio.map(istioVector), ...pairVectors(istio), ...ztunnel.flatMap(ztunnelVectors), ...cilium.flatMap(ciliumVectors)]
}
