import { isRegistryHost } from '../../hosts.ts'
import type { Mesh } from '../../mesh.ts'
import type { ClientSide } from '../client.ts'
import type { HttpRequest } from '../request.ts'
import { type Destination, destinationOf } from '../routes/destination-host.ts'
import { type EgressDecision, egressFor } from '../routes/egress.ts'
import { sidecarRoutes } from '../routes/route-chain.ts'
import { normalTarget } from '../rules/normal-path.ts'
import { isHttp } from '../topology.ts'
import type { Decision, PointDecision } from '../verdict.ts'
import { type Addressed, type RoutingPoint, throughRoutes } from './routed.ts'
import { ended, type Walk } from './walk.ts'

/**
 * A request whose client has a sidecar: it is routed by the client's own proxy, by the host that it names if that is another one the mesh
 * knows on this port, else by the address. `namespace` is where the host is declared; undefined for one that nobody declares.
 */
export function byClientSidecar(walk: Walk, addressed: Addressed, namespace: string | undefined): Decision {
  const { mesh, request, client } = walk
  const destination = addressed.destination
  const http = httpSeen(walk, destination)
  if (http === 'refused') {
    const reason = 'the path has an encoded zero byte'
    return ended('denied', [{ ...clientPoint(walk, addressed.port), verdict: 'denied', code: '400', reason, because: [] }])
  }
  const named = http === undefined ? addressed : renamed(walk, addressed, http)
  const egress = egressFor(mesh, client, { name: named.host, namespace })
  if (egress.allowed !== true) return refusedEgress(walk, addressed.port, egress, http === undefined ? 'connection closed' : '502')
  const labels = client.labels === undefined ? {} : { labels: client.labels }
  const routes = sidecarRoutes(mesh, { namespace: client.namespace ?? '', ...labels }, named.host, named.port)
  const routing: RoutingPoint = {
    point: 'client sidecar',
    at: placeOf(client),
    view: {
      identity: client.identity,
      peerAddress: client.ip,
      clientAddress: client.ip,
      destinationAddress: 'unknown',
      port: named.port,
      http,
      sni: request.sni,
      ...(client.namespace === undefined ? {} : { client: { namespace: client.namespace, ...labels } }),
    },
    stream: { at: 'sidecar', namespace: client.namespace, labels: client.labels },
  }
  return throughRoutes(walk, routes, routing, named, [])
}

function httpSeen({ mesh, request }: Walk, destination: Destination): HttpRequest | 'refused' | undefined {
  if (request.protocol !== 'http' || request.http === undefined) return undefined
  if (destination.kind === 'service' && !isHttp(destination.port.protocol, 'http')) return undefined
  if (destination.kind === 'external' && destination.owner !== undefined) {
    const declared = destination.owner.ports.find(({ port }) => port === destination.port)
    if (declared !== undefined && !isHttp(declared.protocol, 'http')) return undefined
  }
  const target = normalTarget(request.http.target, mesh.settings.pathNormalization)
  return target === undefined ? 'refused' : { ...request.http, target, token: { kind: 'none' } }
}

/**
 * The host that a request names, when it is another one than was addressed and the mesh knows it on this port. A name that only a table of
 * routes knows comes before the short names of Services (istio:pilot/pkg/networking/core/httproute.go buildSidecarOutboundVirtualHosts).
 */
function renamed({ mesh, client }: Walk, addressed: Addressed, http: HttpRequest): Addressed {
  const name = http.authority.replace(/:\d+$/, '')
  const onlyRouted =
    !isRegistryHost(mesh, name) &&
    addressed.destination.kind === 'service' &&
    sidecarRoutes(mesh, { namespace: client.namespace ?? '' }, name, addressed.port).kind !== 'default'
  if (onlyRouted) return { ...addressed, host: name }
  const host = hostsNamed(mesh, name, client.namespace).find((full) => isRegistryHost(mesh, full))
  if (host === undefined || host === addressed.host) return addressed
  const destination = destinationOf(
    mesh,
    { namespace: client.namespace ?? '', order: 'first-match' },
    { host, port: addressed.port },
    addressed.port,
  )
  return destination.kind === 'missing' ? addressed : { destination, host, port: addressed.port }
}

/** The full names that a name may be short for: sidecars know Services by each of their DNS names (istio:pilot/pkg/networking/core/httproute.go). */
function hostsNamed({ settings }: Mesh, name: string, namespace: string | undefined): readonly string[] {
  const full = `svc.${settings.clusterDomain}`
  if (!name.includes('.')) return namespace === undefined ? [] : [`${name}.${namespace}.${full}`]
  return [name, `${name}.${full}`, ...(name.endsWith('.svc') ? [`${name}.${settings.clusterDomain}`] : [])]
}

/** What comes of a request whose own sidecar may not let it out. */
export function refusedEgress(walk: Walk, port: number, { allowed, because }: EgressDecision, code: string): Decision {
  if (allowed === 'unknown') {
    const needs = 'which Sidecar the client has'
    const doubt: PointDecision = { ...clientPoint(walk, port), verdict: 'undetermined', reason: `nobody can tell ${needs}`, because, needs }
    return ended('undetermined', [doubt])
  }
  const reason = 'the client may only reach what it knows (REGISTRY_ONLY)'
  return ended('denied', [{ ...clientPoint(walk, port), verdict: 'denied', code, reason, because }])
}

function clientPoint({ client }: Walk, port: number): Pick<PointDecision, 'point' | 'at' | 'saw'> {
  const saw = { ...(client.identity === undefined ? {} : { identity: client.identity }), port }
  return { point: 'client sidecar', at: placeOf(client), saw }
}

function placeOf({ workload, namespace }: ClientSide): string {
  return workload === undefined ? (namespace ?? '') : `${workload.namespace}/${workload.name}`
}
