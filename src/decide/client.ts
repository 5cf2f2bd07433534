import type { DataPlane } from '../model/data-plane.ts'
import type { Mesh } from '../model/mesh.ts'
import type { Client } from '../model/request.ts'
import type { Labels, Workload } from '../model/workload.ts'
import { spokenTo } from '../resolve/attach/client-mtls.ts'
import { enforcementAt } from '../resolve/attach/enforcement.ts'
import { proxiesSendHbone, sidecarsTakeHbone } from '../resolve/attach/hbone.ts'
import { perMesh } from '../resolve/host-index.ts'
import { type ClientTls, isOfMesh } from '../resolve/routes/client-tls.ts'
import { findWorkload } from '../resolve/services.ts'
import type { EndpointPeerEnd } from './cilium/cilium-endpoint.ts'
import { endOf } from './cilium/cilium-endpoint.ts'
import type { Arrival } from './points/arrival.ts'

/** What carries a client's requests. */
export type ClientProxy = 'sidecar' | 'ztunnel' | 'gateway' | 'none'

/** The same of pods of which the input may not say whether they have a sidecar. */
export type Carrier = ClientProxy | 'unknown'

/** The client's side of a request: who it is to everybody else. */
export interface ClientSide {
  readonly proxy: ClientProxy
  /** `trust-domain/ns/N/sa/S`; undefined for plaintext. */
  readonly identity: string | undefined
  readonly ip: string | 'unknown'
  readonly namespace: string | undefined
  /** Undefined where the input does not say. */
  readonly labels: Labels | undefined
  readonly workload: Workload | undefined
  /** What Cilium takes it for. */
  readonly end: EndpointPeerEnd
}

/** What a client may be to others: without a sidecar and with one, where the input does not say; else one answer. */
export function clientSides(mesh: Mesh, client: Client): readonly [ClientSide, ...ClientSide[]] {
  const side = clientSide(mesh, client)
  const { namespace, workload } = side
  if (namespace === undefined || carrierOf(mesh, client) !== 'unknown') return [side]
  const account = workload?.serviceAccount ?? (client.kind === 'stranger' ? client.serviceAccount : 'default')
  const trustDomain = client.kind === 'stranger' ? client.trustDomain : undefined
  return [side, { ...side, proxy: 'sidecar', identity: identityIn(mesh, namespace, account, trustDomain) }]
}

/** What carries the requests of a client that the input may not show. */
function carrierOf(mesh: Mesh, client: Client): Carrier {
  if (client.kind === 'stranger' && client.dataPlane === 'namespace') return proxyOn(dataPlaneOf(mesh, client.namespace) ?? 'none')
  const workload = client.kind === 'workload' ? findWorkload(mesh, client.namespace, client.name) : undefined
  return workload === undefined ? 'none' : proxyOf(workload)
}

function dataPlaneOf(mesh: Mesh, namespace: string): DataPlane | undefined {
  return dataPlanes(mesh).get(namespace)
}

/** Of several Namespaces with one name the first counts. */
const dataPlanes = perMesh(({ namespaces }) => new Map([...namespaces].reverse().map(({ name, dataPlane }) => [name, dataPlane])))

function identityIn({ settings }: Mesh, namespace: string, account: string, trustDomain = settings.trustDomain): string {
  return `${trustDomain}/ns/${namespace}/sa/${account}`
}

/** The client's side of a request; without a proxy where the input does not say whether it has one (`clientSides`). */
export function clientSide(mesh: Mesh, client: Client): ClientSide {
  const ip = client.ip ?? 'unknown'
  const identity = (namespace: string, account: string, trustDomain?: string): string => identityIn(mesh, namespace, account, trustDomain)
  switch (client.kind) {
    case 'unmeshed': {
      const { namespace, serviceAccount, labels } = client
      const account = { ...(serviceAccount === undefined ? {} : { serviceAccount }), ...(labels === undefined ? {} : { labels }) }
      const end: EndpointPeerEnd =
        namespace === undefined
          ? { kind: 'world', ...(client.ip === undefined ? {} : { ip: client.ip }) }
          : { kind: 'pod', namespace, ...account }
      return { proxy: 'none', identity: undefined, ip, namespace, labels, workload: undefined, end }
    }
    case 'ingress': {
      const { namespace, serviceAccount, labels } = client
      const end = { kind: 'pod', namespace, serviceAccount, ...(labels === undefined ? {} : { labels }) } as const
      return { proxy: 'gateway', identity: identity(namespace, serviceAccount), ip, namespace, labels: undefined, workload: undefined, end }
    }
    case 'stranger': {
      const { namespace, serviceAccount, trustDomain, labels } = client
      const plane = client.dataPlane === 'namespace' ? dataPlaneOf(mesh, namespace) : client.dataPlane
      const proxy = knownOf(proxyOn(plane ?? 'none'))
      const end = { kind: 'pod', namespace, serviceAccount, ...(labels === undefined ? {} : { labels }) } as const
      const own = proxy === 'none' ? undefined : identity(namespace, serviceAccount, trustDomain)
      return { proxy, identity: own, ip, namespace, labels, workload: undefined, end }
    }
    case 'workload': {
      const workload = findWorkload(mesh, client.namespace, client.name)
      if (workload === undefined)
        return {
          proxy: 'none',
          identity: undefined,
          ip,
          namespace: client.namespace,
          labels: undefined,
          workload,
          end: { kind: 'pod', namespace: client.namespace },
        }
      const { namespace, labels, serviceAccount } = workload
      const proxy = knownOf(proxyOf(workload))
      return {
        proxy,
        identity: proxy === 'none' ? undefined : identity(namespace, serviceAccount),
        ip,
        namespace,
        labels,
        workload,
        end: endOf(workload),
      }
    }
  }
}

/** What carries the requests of a workload's pods. */
export function proxyOf(workload: Workload): Carrier {
  if (workload.gateway) return 'gateway'
  return workload.hostNetwork ? 'none' : proxyOn(workload.dataPlane)
}

export function proxyOn(plane: DataPlane): Carrier {
  return proxies[plane]
}

const proxies: Readonly<Record<DataPlane, Carrier>> = { sidecar: 'sidecar', ambient: 'ztunnel', none: 'none', unknown: 'unknown' }

function knownOf(carrier: Carrier): ClientProxy {
  return carrier === 'unknown' ? 'none' : carrier
}

/** Whether DestinationRules say what the proxy of a client speaks: ztunnel knows none, and neither does a client without a proxy. */
export function followsDestinationRules(proxy: ClientProxy): boolean {
  return { sidecar: true, gateway: true, ztunnel: false, none: false }[proxy]
}

/** A connection to a pod, and why its TLS may come to nothing. */
export interface Way {
  readonly arrival: Arrival
  readonly doubt?: TlsDoubt
}

/**
 * TLS that is not the mesh's; mutual TLS of the mesh to a pod without a proxy that takes it; mutual TLS with a server that has none of the names
 * that the client asks for.
 */
export type TlsDoubt = 'foreign' | 'untaken' | 'misnamed'

/** Whether a client's connections to pods with sidecars are tunnelled: HBONE is a matter of the pod, not of its ports (istio:pilot/pkg/serviceregistry/ambient/workloads.go). */
export function tunnelsToSidecars({ settings }: Mesh, { proxy }: Pick<ClientSide, 'proxy'>): boolean {
  return proxy === 'ztunnel' && sidecarsTakeHbone(settings)
}

/**
 * How a client's connection may reach a pod when no waypoint is in between; `tls` is what DestinationRules make of it. TLS that is not the
 * mesh's names no client. More than one way where the input hides which PeerAuthentication is the oldest.
 */
export function waysTo(mesh: Mesh, client: ClientSide, pod: Workload, port: number, tls: ClientTls): readonly Way[] {
  const plain: Way = { arrival: { identity: undefined, peerAddress: client.ip, tunnelled: false, behindWaypoint: false } }
  const mutual: Way = { ...plain, arrival: { ...plain.arrival, identity: client.identity } }
  const foreign: Way = { ...plain, doubt: 'foreign' }
  const untaken: Way = { ...plain, doubt: 'untaken' }
  const misnamed: Way = { ...mutual, doubt: 'misnamed' }
  const tunnelled = tunnelsToSidecars(mesh, client)
  const guard = enforcementAt(mesh, pod, port, { tunnelled })
  const originated = tls === 'own' ? foreign : isOfMesh(tls) ? untaken : plain
  const byItself = followsDestinationRules(client.proxy) ? originated : plain
  if (client.identity === undefined) return [byItself]
  const byProxy = (guarding: 'sidecar' | 'ztunnel'): readonly Way[] => {
    switch (client.proxy) {
      case 'none':
        return [byItself]
      case 'ztunnel':
        if (guarding === 'ztunnel') return [mutual]
        return [tunnelled ? { ...mutual, arrival: { ...mutual.arrival, tunnelled } } : plain]
      case 'sidecar':
      case 'gateway':
        if (guarding === 'sidecar') return spokenTo(mesh, pod, port, tls).map((spoken) => ({ mutual, plain, foreign, misnamed })[spoken])
        if (towardsZtunnel(mesh, tls) === 'plain') return [byItself]
        return [tls === 'own' ? { ...mutual, doubt: 'foreign' } : mutual]
    }
  }
  switch (guard) {
    case 'none':
    case 'unknown':
      return [byItself]
    case 'sidecar':
    case 'ztunnel':
      return byProxy(guard)
  }
}

/**
 * Where a cluster knows that a pod takes HBONE, `tls.mode: DISABLE` sends no plaintext, and other TLS than the mesh's goes through the tunnel
 * (istio:pilot/pkg/networking/core/cluster_tls.go applyHBONETransportSocketMatches, pilot/pkg/xds/endpoints/endpoint_builder.go buildEnvoyLbEndpoint).
 */
function towardsZtunnel({ settings }: Mesh, tls: ClientTls): 'mutual' | 'plain' {
  switch (isOfMesh(tls) ? 'mesh' : tls) {
    case 'none':
      return 'plain'
    case 'off':
    case 'own':
    case 'mesh':
    case 'unset':
      return proxiesSendHbone(settings) ? 'mutual' : 'plain'
  }
}
