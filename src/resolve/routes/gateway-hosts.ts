import type { EdgeGateway } from '../../model/gateway.ts'
import { type Mesh, resolveHost } from '../../model/mesh.ts'
import type { RouteBinding, RouteTable } from '../../model/route.ts'
import { selects } from '../../model/workload.ts'
import { perMesh } from '../host-index.ts'
import { hostWithin } from '../hosts.ts'

/**
 * The names under which a gateway (`namespace/name`) serves a table on a port: what the table's hosts and those of the gateway's servers have
 * in common, the more specific name of each pair (istio:pkg/config/host/names.go Intersection,
 * istio:pilot/pkg/networking/core/gateway.go pickMatchingGatewayHosts). A table may be for one listener or port of the gateway only
 * (istio:pilot/pkg/config/kube/gateway/conversion.go referenceAllowed). A gateway that the input does not have serves all, on listeners
 * of which the input has no more than a port that the table names.
 */
export function servedHosts(mesh: Mesh, gateway: string, table: RouteTable, port: number): readonly string[] {
  const names =
    table.hosts.length === 0 ? ['*'] : table.hosts.map((name) => resolveHost(name.host, table.namespace, mesh.settings.clusterDomain))
  const known = findGateway(mesh, gateway)
  const parts = gatewayBindings(table, gateway).filter((part) => part.port === undefined || part.port === port)
  if (known === undefined) return parts.length === 0 ? [] : names
  const attached = (listener: string | undefined): boolean =>
    parts.some((part) => part.listener === undefined || part.listener === listener)
  const wanted = known.servers
    .filter((server) => server.port === port && attached(server.listener))
    .flatMap(({ hosts }) => hosts.map(splitHost))
  const offered = wanted
    .filter(({ namespace }) => namespace === '*' || table.namespace === (namespace === '.' ? known.namespace : namespace))
    .map(({ host }) => host)
  return [...new Set(names.flatMap((name) => offered.flatMap((host) => common(name, host))))]
}

/** What of a gateway (`namespace/name`) a table is for. */
export function gatewayBindings(table: RouteTable, gateway: string): readonly Extract<RouteBinding, { to: 'gateway' }>[] {
  return table.bindings.flatMap((binding) =>
    binding.to === 'gateway' && `${binding.namespace}/${binding.name}` === gateway ? [binding] : [],
  )
}

/** Whether a gateway has a server on a port; not known of a gateway that the input does not have. */
export function listensOn(mesh: Mesh, gateway: string, port: number): boolean {
  const known = findGateway(mesh, gateway)
  return known === undefined || known.servers.some((server) => server.port === port)
}

/** The server of a gateway that takes requests for a host on a port: the one with the most specific name for it, as TLS chooses by its SNI. */
export function serverFor(mesh: Mesh, gateway: string, host: string, port: number): EdgeGateway['servers'][number] | undefined {
  const exactness = (written: string): number => {
    const name = splitHost(written).host
    if (!hostWithin(host, name)) return -1
    return name.startsWith('*') ? name.length : 1_000
  }
  const ranked = (findGateway(mesh, gateway)?.servers ?? [])
    .filter((server) => server.port === port)
    .map((server) => ({ server, rank: Math.max(-1, ...server.hosts.map(exactness)) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => b.rank - a.rank)
  return ranked[0]?.server
}

export function findGateway(mesh: Mesh, gateway: string): EdgeGateway | undefined {
  return gatewaysByName(mesh).get(gateway)
}

/**
 * The namespaces in which the pods of a gateway (`namespace/name`) may be: those of the pods that it selects. Where the input has none, its own, the
 * root namespace or another one, which the empty name stands for.
 */
export function namespacesOfGateway(mesh: Mesh, gateway: string): readonly string[] {
  const known = findGateway(mesh, gateway)
  if (known?.api === 'gateway-api') return [known.namespace]
  const selector = known?.selector ?? {}
  const pods = Object.keys(selector).length === 0 ? [] : gatewayPods(mesh).filter(({ labels }) => selects(selector, labels))
  const own = known?.namespace ?? gateway.slice(0, gateway.indexOf('/'))
  return [...new Set(pods.length > 0 ? pods.map(({ namespace }) => namespace) : [own, mesh.settings.rootNamespace, ''])]
}

const gatewayPods = perMesh((mesh) => mesh.workloads.filter((pod) => pod.gateway))

const gatewaysByName = perMesh((mesh) => new Map(mesh.gateways.map((gateway) => [`${gateway.namespace}/${gateway.name}`, gateway])))

/** A server's host may say for which namespaces' tables it is: `namespace/host`. */
function splitHost(written: string): { readonly namespace: string; readonly host: string } {
  const slash = written.indexOf('/')
  return slash < 0 ? { namespace: '*', host: written } : { namespace: written.slice(0, slash), host: written.slice(slash + 1) }
}

function common(a: string, b: string): readonly string[] {
  if (hostWithin(a, b)) return [a]
  return hostWithin(b, a) ? [b] : []
}
