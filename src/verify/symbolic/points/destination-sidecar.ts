import type { PortProtocol } from '../../../model/service.ts'
import { policiesOf } from '../../../resolve/attachment.ts'
import { declaredProtocols, protocolsByDeclarer, understandsHttp } from '../../../resolve/declared-protocol.ts'
import { modeUnder, mtlsByPolicy, possibleMtlsLevels, type ResolvedMtls } from '../../../resolve/peer-authentication.ts'
import { writtenHeaders } from '../../../resolve/written-headers.ts'
import { allOf, type Condition, neverTrue, unknown, unknownOneOf } from '../condition.ts'
import { proxyAllows } from '../rules/proxy-authorization.ts'
import { seenToken } from '../rules/token.ts'
import type { SeenRequest } from '../rules/view.ts'
import type { Inbound } from './arrival.ts'
import { proxyAcceptsClient } from './trust-domain.ts'

/** The requests that a sidecar lets in to its own pod, or the proxy that a gateway's pod is. */
export function sidecarAllows(inbound: Inbound): Condition {
  const { mesh, pod, port } = inbound
  // A gateway's servers say themselves which TLS they speak.
  const modes = pod.gateway
    ? (['permissive'] as const)
    : [...new Set(possibleMtlsLevels(mesh, pod).map((levels) => modeUnder(levels, port).mode))].sort()
  const conditions = modes.map((mode) => allowsIn(mode, inbound))
  return unknownOneOf(
    conditions,
    `mTLS of ${pod.namespace}/${pod.name}:${port}: ${modes.length > 1 ? `${modes.join()} ${mtlsByPolicy(mesh, pod)}` : ''}`,
    'which PeerAuthentication is the oldest',
  )
}

function allowsIn(mode: ResolvedMtls['mode'], inbound: Inbound): Condition {
  const { mesh, pod, port, connection } = inbound
  if (mode === 'strict' && connection.identity === 'none' && !connection.tunnelled) return neverTrue
  const declared = declaredProtocols(mesh, pod, port)
  const each = (declared.length === 0 ? (['auto'] as const) : declared).map((one) => allowsAs(one, mode, inbound))
  const name = `sidecar of ${pod.namespace}/${pod.name}`
  return unknownOneOf(
    each,
    `protocol of ${name}:${port} ${declared.length > 1 ? protocolsByDeclarer(mesh, pod, port) : ''}`,
    `which Service declares port ${port} of ${name} first`,
  )
}

function allowsAs(declared: PortProtocol, mode: ResolvedMtls['mode'], { mesh, pod, port, protocol, connection }: Inbound): Condition {
  const name = `sidecar of ${pod.namespace}/${pod.name}`
  const http = understandsHttp(declared, protocol)
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
            ...(pod.gateway ? {} : { behindProxy: true }),
            ...(connection.tunnelled || pod.gateway ? {} : { certificateHeader: identity === 'none' ? 'absent' : 'written' }),
            token: seenToken(requestAuthentication),
            written: writtenHeaders(requestAuthentication),
          },
        }
      : {}),
  }
  const allowed = proxyAllows(authorization, seen, mesh.settings)
  return identity === 'client' ? allOf([proxyAcceptsClient(mesh.settings), allowed]) : allowed
}
