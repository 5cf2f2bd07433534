import { atLeast, type TargetVersions } from '../model/dialect.ts'
import { schema as cilium116 } from './generated/schemas/cilium-1.16.ts'
import { schema as cilium117 } from './generated/schemas/cilium-1.17.ts'
import { schema as cilium118 } from './generated/schemas/cilium-1.18.ts'
import { schema as cilium119 } from './generated/schemas/cilium-1.19.ts'
import { schema as cilium120 } from './generated/schemas/cilium-1.20.ts'
import { schema as gatewayApi14 } from './generated/schemas/gateway-api-1.4.ts'
import { schema as gatewayApi16 } from './generated/schemas/gateway-api-1.6.ts'
import { schema as gatewayApi17 } from './generated/schemas/gateway-api-1.7.ts'
import { schema as istio131 } from './generated/schemas/istio-1.31.ts'
import { schema as istio132 } from './generated/schemas/istio-1.32.ts'
import type { SchemaSetData } from './schema-data.ts'
import { SchemaSet } from './schema-set.ts'

/** The schema sets that the project carries, each parsed when it is first asked for. */
export const schemaSets = {
  istio131: lazily(istio131),
  istio132: lazily(istio132),
  gatewayApi14: lazily(gatewayApi14),
  gatewayApi16: lazily(gatewayApi16),
  gatewayApi17: lazily(gatewayApi17),
  cilium116: lazily(cilium116),
  cilium117: lazily(cilium117),
  cilium118: lazily(cilium118),
  cilium119: lazily(cilium119),
  cilium120: lazily(cilium120),
} as const

/** One release of a project that the project carries the schemas of. */
export interface Release {
  /** Such as `Istio 1.32`. */
  readonly name: string
  readonly set: () => SchemaSet
}

interface CarriedRelease extends Release {
  /** The first release that these schemas are nearest to. */
  readonly since: string
}

/** Newest first. Between Gateway API 1.4 and 1.6 the CORS filter came in 1.5, so 1.5 is nearest to 1.6. */
const carried = {
  istio: [
    { name: 'Istio 1.32', since: '1.32', set: schemaSets.istio132 },
    { name: 'Istio 1.31', since: '0', set: schemaSets.istio131 },
  ],
  gatewayApi: [
    { name: 'Gateway API 1.7', since: '1.7', set: schemaSets.gatewayApi17 },
    { name: 'Gateway API 1.6', since: '1.5', set: schemaSets.gatewayApi16 },
    { name: 'Gateway API 1.4', since: '0', set: schemaSets.gatewayApi14 },
  ],
  cilium: [
    { name: 'Cilium 1.20', since: '1.20', set: schemaSets.cilium120 },
    { name: 'Cilium 1.19', since: '1.19', set: schemaSets.cilium119 },
    { name: 'Cilium 1.18', since: '1.18', set: schemaSets.cilium118 },
    { name: 'Cilium 1.17', since: '1.17', set: schemaSets.cilium117 },
    { name: 'Cilium 1.16', since: '0', set: schemaSets.cilium116 },
  ],
} as const satisfies Record<string, readonly CarriedRelease[]>

const istioGroups = new Set(['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io'])
const gatewayApiGroups = new Set(['gateway.networking.k8s.io', 'gateway.networking.x-k8s.io'])
const ciliumGroup = 'cilium.io'

/** The releases of a group, newest first. Empty for a group whose schemas the project does not carry. */
export function releasesOf(group: string): readonly Release[] {
  const project = projectOf(group)
  return project === undefined ? [] : carried[project]
}

/** The release that the cluster has for a group: the one the project carries that is nearest to the one asked for. */
export function releaseAsked(group: string, versions: TargetVersions): Release | undefined {
  const project = projectOf(group)
  return project === undefined ? undefined : carried[project].find(({ since }) => atLeast(versions[project], since))
}

function projectOf(group: string): keyof typeof carried | undefined {
  if (istioGroups.has(group)) return 'istio'
  if (gatewayApiGroups.has(group)) return 'gatewayApi'
  return group === ciliumGroup ? 'cilium' : undefined
}

function lazily(json: string): () => SchemaSet {
  let set: SchemaSet | undefined
  return () => {
    set ??= new SchemaSet(JSON.parse(json) as SchemaSetData)
    return set
  }
}
