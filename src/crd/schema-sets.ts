import { atLeast, type TargetVersions } from '../model/dialect.ts'
import { schema as cilium } from './generated/schemas/cilium.ts'
import { schema as gatewayApi14 } from './generated/schemas/gateway-api-1.4.ts'
import { schema as gatewayApi16 } from './generated/schemas/gateway-api-1.6.ts'
import { schema as istio } from './generated/schemas/istio.ts'
import type { SchemaSetData } from './schema-data.ts'
import { SchemaSet } from './schema-set.ts'

/** The schema sets that the project carries, each parsed when it is first asked for. */
export const schemaSets = {
  istio: lazily(istio),
  gatewayApi14: lazily(gatewayApi14),
  gatewayApi16: lazily(gatewayApi16),
  cilium: lazily(cilium),
} as const

const istioGroups = new Set(['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io'])
const gatewayApiGroup = 'gateway.networking.k8s.io'
const ciliumGroup = 'cilium.io'

/**
 * The sets that may know an object of the input: for the Gateway API every release, the newest first, because the input says nothing about
 * what its cluster has. Empty for a group whose schemas the project does not carry.
 */
export function inputSets(group: string): readonly SchemaSet[] {
  if (istioGroups.has(group)) return [schemaSets.istio()]
  if (group === gatewayApiGroup) return [schemaSets.gatewayApi16(), schemaSets.gatewayApi14()]
  return group === ciliumGroup ? [schemaSets.cilium()] : []
}

/** The set that the target cluster has for a group: the one the project carries that is nearest to the release asked for. */
export function targetSet(group: string, versions: TargetVersions): SchemaSet | undefined {
  if (group === gatewayApiGroup) return atLeast(versions.gatewayApi, '1.5') ? schemaSets.gatewayApi16() : schemaSets.gatewayApi14()
  return inputSets(group)[0]
}

function lazily(json: string): () => SchemaSet {
  let set: SchemaSet | undefined
  return () => {
    set ??= new SchemaSet(JSON.parse(json) as SchemaSetData)
    return set
  }
}
