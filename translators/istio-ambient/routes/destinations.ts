import type { Place } from '../../../src/diagnostics/place.ts'
import type { BackendPolicy, Subset } from '../../../src/model/backend.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { understandsHttp } from '../../../src/resolve/declared-protocol.ts'
import { perMesh } from '../../../src/resolve/host-index.ts'
import { serviceOfHost } from '../../../src/resolve/hosts.ts'
import { type Attempt, failed } from '../../gateway-api/write/obstacle.ts'

/** Where a destination of a rule leads: a Service of the input, one port of it, and the part of its pods that a subset names. */
export interface BackendTarget {
  readonly service: Service
  readonly port: number
  readonly subset?: SubsetChoice
}

export interface SubsetChoice {
  readonly subset: Subset
  readonly rule: BackendPolicy
}

interface Named {
  readonly host: string
  readonly subset?: string
  readonly port?: number
  readonly place: Place
}

/** Where requests come from that follow a rule: the port of the Service, and whether HTTP rules or those for bytes are followed. */
export interface RequestPort {
  readonly port: number
  readonly rules: 'http' | 'stream'
}

/**
 * Resolves a destination as sidecars do: the port is the one named, else that of the request; rules for bytes take the only one of the
 * destination first (istio:pilot/pkg/networking/core/route/route.go GetDestinationCluster, pilot/pkg/networking/core/httproute.go
 * BuildSidecarOutboundVirtualHosts). What the input does not have is not guessed.
 */
export function backendTargetOf(named: Named, namespace: string, from: RequestPort, mesh: Mesh): Attempt<BackendTarget> {
  const service = serviceOfHost(mesh, named.host, namespace)
  const no = (what: string) => ({ obstacles: [{ place: named.place, what }] })
  if (service === undefined) return no(`the destination \`${named.host}\`, which is not a Service of the input`)
  if (service.externalName !== undefined)
    return no(`the destination \`${named.host}\`, an ExternalName Service, which waypoints do not resolve`)
  const only = from.rules === 'stream' && service.ports.length === 1 ? service.ports[0]!.port : undefined
  const port = named.port ?? only ?? from.port
  const chosen = service.ports.find((candidate) => candidate.port === port && candidate.transport === 'TCP')
  // The sidecar there reads the bytes as HTTP and refuses them; ztunnel passes them on.
  if (from.rules === 'stream' && chosen !== undefined && understandsHttp(chosen.protocol, 'tcp'))
    return no(`port ${port} of the destination \`${named.host}\`, which speaks HTTP: its sidecar refuses TLS and other bytes there`)
  if (chosen === undefined) {
    const missing = `port ${port}, which the destination \`${named.host}\` does not have`
    return no(
      named.port === undefined ? `${missing} (the rule names no port, so that sidecars take that of the request and answer 503)` : missing,
    )
  }
  if (named.subset === undefined) return { value: { service, port } }
  const subset = subsetOf(named.subset, service, mesh)
  return subset === undefined
    ? no(`the subset \`${named.subset}\`, for which one exported DestinationRule beside the Service is needed`)
    : { value: { service, port, subset } }
}

/** The only subset of that name, in a DestinationRule that every client follows and that waypoints of the Service's namespace find. */
export function subsetOf(name: string, service: Service, mesh: Mesh): SubsetChoice | undefined {
  const [only, ...others] = rulesByHost(mesh).get(service.host) ?? []
  if (only === undefined || others.length > 0 || only.namespace !== service.namespace || only.clientSelector !== undefined) return undefined
  if (!(only.exportTo ?? mesh.settings.defaultExportTo.backendPolicies).includes('*')) return undefined
  const subsets = only.subsets.filter((subset) => subset.name === name)
  return subsets.length === 1 ? { subset: subsets[0]!, rule: only } : undefined
}

const rulesByHost = perMesh((mesh) => {
  const index = new Map<string, BackendPolicy[]>()
  for (const rule of mesh.backendPolicies) {
    const host = resolveHost(rule.host, rule.namespace, mesh.settings.clusterDomain)
    index.set(host, [...(index.get(host) ?? []), rule])
  }
  return index
})

/** All destinations, or every obstacle on the way to them. */
export function backendTargetsOf(
  named: readonly Named[],
  namespace: string,
  from: RequestPort,
  mesh: Mesh,
): Attempt<readonly BackendTarget[]> {
  const attempts = named.map((one) => backendTargetOf(one, namespace, from, mesh))
  const obstacles = attempts.flatMap((attempt) => (failed(attempt) ? attempt.obstacles : []))
  return obstacles.length > 0 ? { obstacles } : { value: attempts.flatMap((attempt) => (failed(attempt) ? [] : [attempt.value])) }
}
