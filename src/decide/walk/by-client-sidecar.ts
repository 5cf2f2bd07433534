import type { HttpRequest } from '../../model/request.ts'
import type { PortProtocol } from '../../model/service.ts'
import type { Decision, PointDecision } from '../../model/verdict.ts'
import { understandsHttp } from '../../resolve/declared-protocol.ts'
import { endOfHost, isRegistryHost } from '../../resolve/hosts.ts'
import { type RouteTarget, routeTargetOf } from '../../resolve/routes/destination-host.ts'
import { hostNamed, isAddress, nameIn } from '../../resolve/routes/host-names.ts'
import { sidecarRoutes } from '../../resolve/routes/route-chain.ts'
import { type EgressDecision, egressFor, strangeEgressFor } from '../../resolve/routes/sidecar-scope.ts'
import type { ClientSide } from '../client.ts'
import { normalised, normalTarget, refusedPath } from '../rules/normal-path.ts'
import { byNodeProxy } from './by-node-proxy.ts'
import { branchesTo } from './forward.ts'
import { type Addressed, type RoutingPoint, throughRoutes } from './routed.ts'
import { seenByRoutes } from './routed-headers.ts'
import { ended, fromBranches, sameOutcome, type Walk } from './walk.ts'

/**
 * A request whose client has a sidecar: it is routed by the client's own proxy, by the host that it names if that is another one the mesh
 * knows on this port, else by the address. `namespace` is where the host is declared; undefined for one that nothing declares.
 */
export function byClientSidecar(asked: Walk, addressed: Addressed, namespace: string | undefined): Decision {
  const { mesh, request, client } = asked
  const destination = addressed.destination
  const http = httpSeen(asked, destination)
  if (http === 'refused') {
    const reason = refusedPath
    return ended('denied', [{ ...clientSeen(asked, addressed.port), verdict: 'denied', code: '400', reason, because: [] }])
  }
  const walk: Walk = http === undefined ? asked : { ...asked, request: normalised(request, mesh.settings.pathNormalization) }
  const named = http === undefined ? addressed : renamed(walk, addressed, http)
  const egress =
    named === undefined
      ? strangeEgressFor(mesh, client, { name: addressed.host, namespace, port: addressed.port })
      : egressFor(mesh, client, { name: named.host, namespace, port: named.port })
  if (egress.allowed !== true) return refusedEgress(walk, addressed.port, egress, http === undefined ? 'connection closed' : '502')
  if (named === undefined) return passedThrough(walk, addressed, egress.because)
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
  const through = () => throughRoutes(walk, routes, routing, named, [])
  const declared = addressed.destination.kind !== 'external' || addressed.destination.owner !== undefined
  if (egress.known === true || routes.kind !== 'default' || !declared) return through()
  const past = passedThrough(walk, addressed, egress.because)
  if (egress.known === false || sameOutcome(past, through())) return past
  return refusedEgress(walk, addressed.port, { ...egress, allowed: 'unknown' }, '')
}

function httpSeen(walk: Walk, destination: RouteTarget): HttpRequest | 'refused' | undefined {
  const { mesh, request } = walk
  if (request.protocol !== 'http' || request.http === undefined) return undefined
  const declared = declaredProtocol(destination)
  if (declared !== undefined && !understandsHttp(declared, 'http')) return undefined
  const target = normalTarget(request.http.target, mesh.settings.pathNormalization)
  return target === undefined ? 'refused' : { ...seenByRoutes(walk, request.http), target, token: { kind: 'none' } }
}

/**
 * The host that a request names, where the mesh knows it on this port; undefined where no proxy does, on a port that is routed by host. A
 * name that only a table of routes knows comes before the short names of Services
 * (istio:pilot/pkg/networking/core/httproute.go buildSidecarOutboundVirtualHosts).
 */
function renamed({ mesh, client, identified }: Walk, addressed: Addressed, http: HttpRequest): Addressed | undefined {
  const name = nameIn(http.authority)
  const namespace = client.namespace ?? ''
  const onlyRouted =
    !isRegistryHost(mesh, name) &&
    addressed.destination.kind === 'service' &&
    sidecarRoutes(mesh, { namespace, ...(client.labels === undefined ? {} : { labels: client.labels }) }, name, addressed.port).kind !==
      'default'
  if (onlyRouted) return { ...addressed, host: name }
  if (identified === true) return addressed
  const host = hostNamed(mesh, name, client.namespace)
  if (host === addressed.host || name === addressed.host || isAddress(name)) return addressed
  const strange = isRoutedByHost(addressed.destination) ? undefined : addressed
  if (host === undefined) return strange
  const named = { host: endOfHost(mesh, host) ?? host, port: addressed.port }
  const destination = routeTargetOf(mesh, { namespace, order: 'first-match' }, named, addressed.port)
  return destination.kind === 'missing' ? strange : { destination, host, port: addressed.port }
}

/** Whether the listener of a port looks at the host; one whose protocol is sniffed is for its own Service, whatever host is named. */
function isRoutedByHost(destination: RouteTarget): boolean {
  const declared = declaredProtocol(destination)
  return declared !== undefined && declared !== 'auto' && understandsHttp(declared, 'http')
}

function declaredProtocol(destination: RouteTarget): PortProtocol | undefined {
  if (destination.kind === 'service') return destination.port.protocol
  return destination.kind === 'external' ? destination.owner?.ports.find(({ port }) => port === destination.port)?.protocol : undefined
}

/** Through PassthroughCluster to where the connection was going: no routes, no mutual TLS, no identity (measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0). */
function passedThrough(walk: Walk, addressed: Addressed, because: PointDecision['because']): Decision {
  const points = [clientPoint(walk, addressed.port, plaintextReason, because)]
  const { destination } = addressed
  if (destination.kind === 'service') return byNodeProxy(walk, destination.service, addressed, points, ['none'])
  return fromBranches(branchesTo(walk, destination, 1, [], { points, tls: ['none'] }))
}

/** What comes of a request whose own sidecar may not let it out. */
export function refusedEgress(walk: Walk, port: number, { allowed, because }: EgressDecision, code: string): Decision {
  if (allowed === 'unknown') {
    const needs = 'which Sidecar the client has'
    const doubt: PointDecision = { ...clientSeen(walk, port), verdict: 'undetermined', reason: `it is not known ${needs}`, because, needs }
    return ended('undetermined', [doubt])
  }
  const reason = 'the client may only reach what it knows (REGISTRY_ONLY)'
  return ended('denied', [{ ...clientSeen(walk, port), verdict: 'denied', code, reason, because }])
}

export const plaintextReason = 'its proxy has no cluster for the address: sent on in plaintext (PassthroughCluster)'

/** What the client's own sidecar lets out. */
export function clientPoint(walk: Walk, port: number, reason: string, because: PointDecision['because']): PointDecision {
  return { ...clientSeen(walk, port), verdict: 'allowed', reason, because }
}

function clientSeen({ client }: Walk, port: number): Pick<PointDecision, 'point' | 'at' | 'saw'> {
  const saw = { ...(client.identity === undefined ? {} : { identity: client.identity }), port }
  return { point: 'client sidecar', at: placeOf(client), saw }
}

function placeOf({ workload, namespace }: ClientSide): string {
  return workload === undefined ? (namespace ?? '') : `${workload.namespace}/${workload.name}`
}
