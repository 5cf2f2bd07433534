import type { Mutation } from '../../model/action.ts'
import { canonical } from '../../model/canonical.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { PortProtocol } from '../../model/service.ts'
import type { Workload } from '../../model/workload.ts'
import { enforcementAt } from '../../resolve/attach/enforcement.ts'
import { remappedNeeds, remappedPort } from '../../resolve/attach/ingress-listener.ts'
import { ztunnelMtls } from '../../resolve/attach/ztunnel-mtls.ts'
import { policiesAtZtunnel } from '../../resolve/attach/ztunnel-policies.ts'
import { policiesOf } from '../../resolve/attachment.ts'
import { perMesh } from '../../resolve/host-index.ts'
import { modeUnder, possibleMtlsLevels, type ResolvedMtls } from '../../resolve/peer-authentication.ts'
import { declaredProtocols, isHttp } from '../../resolve/topology.ts'
import { writtenHeaders } from '../../resolve/written-headers.ts'
import { proxyAcceptsClient } from './accepted-peer.ts'
import { attributes } from './attribute.ts'
import { all, always, type Condition, never, oneOf, text, unknown } from './condition.ts'
import type { Written } from './plan.ts'
import { proxyAllows } from './proxy.ts'
import { seenToken, writtenByTokens } from './token.ts'
import type { SeenIdentity, SeenRequest } from './view.ts'
import { ztunnelAllows } from './ztunnel.ts'

/** How requests arrive at a pod: who the connection comes from, and what was done to the request on the way. */
export interface Connection {
  readonly identity: SeenIdentity
  /** The identity if a proxy should receive it, where nobody knows whether one does. */
  readonly identityAtProxy?: SeenIdentity
  readonly peer: 'client' | 'unknown'
  /** Carried by ztunnel's tunnel (HBONE). */
  readonly tunnelled: boolean
  readonly mutations: readonly Mutation[]
}

/** The requests that a pod's own enforcement lets in: its sidecar's, its ztunnel's, or nobody's. */
export function podAllows(mesh: Mesh, pod: Workload, port: number, protocol: 'http' | 'tcp', connection: Connection): Condition {
  // Every address that leads to a pod asks the same of it, unless routes rewrote the request.
  if (connection.mutations.length > 0) return enforced(mesh, pod, port, protocol, connection)
  const conditions = conditionsAt(mesh)
  const known = conditions.get(pod) ?? new Map<string, Condition>()
  conditions.set(pod, known)
  const key = JSON.stringify([port, protocol, connection])
  const condition = known.get(key) ?? enforced(mesh, pod, port, protocol, connection)
  known.set(key, condition)
  return condition
}

const conditionsAt = perMesh(() => new WeakMap<Workload, Map<string, Condition>>())

function enforced(mesh: Mesh, pod: Workload, port: number, protocol: 'http' | 'tcp', connection: Connection): Condition {
  const name = `${pod.namespace}/${pod.name}`
  switch (enforcementAt(mesh, pod, port, connection)) {
    case 'unknown': {
      const planes = [
        sidecarAllows(mesh, pod, port, protocol, { ...connection, identity: connection.identityAtProxy ?? connection.identity }),
        always,
      ]
      return oneOf(planes, `data plane of ${name}`, `the Namespace ${pod.namespace}`)
    }
    case 'none':
      return always
    case 'sidecar': {
      const listener = remappedPort(mesh, pod, port)
      const led =
        listener === undefined
          ? always
          : unknown(`port ${name}:${port} leads to ${listener.remapped} ${canonical(listener.tls)}`, remappedNeeds(pod, listener))
      return all([led, sidecarAllows(mesh, pod, port, protocol, connection)])
    }
    case 'ztunnel':
      return ztunnelLetsIn(mesh, pod, port, connection)
  }
}

/** What the pod's own proxy makes of the requests that it lets in. */
export function podWrites(
  mesh: Mesh,
  pod: Workload,
  port: number,
  protocol: 'http' | 'tcp',
  connection: Pick<Connection, 'tunnelled'>,
): readonly Written[] {
  const guard = enforcementAt(mesh, pod, port, connection)
  if (protocol !== 'http' || (guard !== 'sidecar' && guard !== 'unknown')) return []
  const declared = declaredProtocols(mesh, pod, port)
  const http = declared.length === 0 || declared.some((one) => isHttp(one, protocol))
  return http ? writtenByTokens(policiesOf(mesh, pod).requestAuthentication) : []
}

function sidecarAllows(mesh: Mesh, pod: Workload, port: number, protocol: 'http' | 'tcp', connection: Connection): Condition {
  // A gateway's servers say themselves which TLS they speak.
  const modes = pod.gateway
    ? (['permissive'] as const)
    : new Set(possibleMtlsLevels(mesh, pod).map((levels) => modeUnder(levels, port).mode))
  const conditions = [...modes].map((mode) => sidecarAllowsIn(mode, mesh, pod, port, protocol, connection))
  return oneOf(conditions, `mTLS of ${pod.namespace}/${pod.name}:${port}: ${[...modes].join()}`, 'which PeerAuthentication is the oldest')
}

function sidecarAllowsIn(
  mode: ResolvedMtls['mode'],
  mesh: Mesh,
  pod: Workload,
  port: number,
  protocol: 'http' | 'tcp',
  connection: Connection,
): Condition {
  if (mode === 'strict' && connection.identity === 'none' && !connection.tunnelled) return never
  const declared = declaredProtocols(mesh, pod, port)
  const each = (declared.length === 0 ? (['auto'] as const) : declared).map((one) =>
    sidecarAllowsAs(one, mode, mesh, pod, port, protocol, connection),
  )
  const name = `sidecar of ${pod.namespace}/${pod.name}`
  return oneOf(each, `protocol of ${name}:${port} (${declared.join(', ')})`, `which Service declares port ${port} of ${name} first`)
}

function sidecarAllowsAs(
  declared: PortProtocol,
  mode: ResolvedMtls['mode'],
  mesh: Mesh,
  pod: Workload,
  port: number,
  protocol: 'http' | 'tcp',
  connection: Connection,
): Condition {
  const name = `sidecar of ${pod.namespace}/${pod.name}`
  const http = isHttp(declared, protocol)
  // A fault of the protocol, not a decision about access.
  if (http && protocol === 'tcp') return unknown(`bytes at ${name}:${port}`, 'what a proxy makes of bytes that are no HTTP')
  const { authorization, requestAuthentication } = policiesOf(mesh, pod)
  // A sidecar that receives HBONE does not look at PeerAuthentication; otherwise DISABLE leaves everybody without an identity.
  const identity = mode === 'disable' && !connection.tunnelled ? 'none' : connection.identity
  const seen: SeenRequest = {
    point: name,
    identity,
    peer: connection.tunnelled ? 'hidden' : connection.peer,
    origin: connection.tunnelled ? 'unknown' : connection.peer,
    port,
    clientIs: 'unknown',
    ...(http
      ? {
          http: {
            mutations: connection.mutations,
            ...(connection.tunnelled || pod.gateway ? {} : { certificateHeader: identity === 'none' ? 'absent' : 'written' }),
            token: seenToken(requestAuthentication),
            written: writtenHeaders(requestAuthentication),
          },
        }
      : {}),
  }
  const allowed = proxyAllows(authorization, seen, mesh.settings)
  return identity === 'client' ? all([proxyAcceptsClient(mesh.settings), allowed]) : allowed
}

function ztunnelLetsIn(mesh: Mesh, pod: Workload, port: number, connection: Connection): Condition {
  const policies = policiesAtZtunnel(mesh, pod)
  const identified = (identity: SeenIdentity): Condition =>
    ztunnelAllows(policies, {
      point: `ztunnel of ${pod.namespace}/${pod.name}`,
      identity,
      peer: connection.peer,
      origin: 'unknown',
      port,
      clientIs: 'unknown',
    })
  const plaintext = (): Condition => {
    const modes = new Set(ztunnelMtls(mesh, pod, port).map(({ strict }) => strict))
    const conditions = [...modes].map((strict) => (strict ? never : identified('none')))
    return oneOf(conditions, `mTLS of ${pod.namespace}/${pod.name}:${port}: ${[...modes].join()}`, 'which PeerAuthentication is the oldest')
  }
  if (connection.identity === 'none') return plaintext()
  if (connection.identity !== 'client') return identified(connection.identity)
  // ztunnel takes peers of its own trust domain only (ztunnel:src/tls/certificate.rs).
  const own = text(attributes.clientTrustDomain, { kind: 'exact', value: mesh.settings.trustDomain })
  return all([own, identified('client')])
}
