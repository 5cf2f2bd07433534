import type { MtlsMode } from '../../model/authentication.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { PointDecision } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import { attachedTo, policiesOf } from '../../resolve/attachment.ts'
import { protocolOf, understandsHttp } from '../../resolve/declared-protocol.ts'
import { perMesh } from '../../resolve/host-index.ts'
import { modeUnder, possibleMtlsLevels } from '../../resolve/peer-authentication.ts'
import { seenClientAddress } from '../rules/client-address.ts'
import type { InboundTraffic } from './arrival.ts'
import { ownAddress } from './own-address.ts'
import { pointDecision } from './point-decision.ts'
import { type ProxyDecision, throughProxy } from './proxy.ts'
import { proxyAcceptsPeer } from './trust-domain.ts'
import { settled } from './uncertain.ts'

const gatewayMtls = { mode: 'permissive', decidedBy: [] } as const

/** A sidecar in front of its own pod, or the proxy that a gateway's pod is. */
export function atSidecar(mesh: Mesh, workload: Workload, inbound: InboundTraffic): PointDecision {
  const { port, request, arrival } = inbound
  // A gateway's servers say themselves which TLS they speak (istio:pilot/pkg/networking/core/gateway.go).
  const modes = workload.gateway ? [gatewayMtls] : possibleMtlsLevels(mesh, workload).map((levels) => modeUnder(levels, port))
  const decisions = modes.map((mtls): ProxyDecision => {
    // A sidecar that receives HBONE ignores PeerAuthentication (istio:pilot/pkg/networking/core/listener_inbound.go).
    const mode = arrival.tunnelled ? 'strict' : mtls.mode
    if (mode === 'strict' && arrival.identity === undefined)
      return { allowed: false, code: 'connection refused', reason: 'plaintext is refused (STRICT)', because: mtls.decidedBy }
    // DISABLE means that no client has an identity.
    const identity = mode === 'disable' ? undefined : arrival.identity
    const accepted = identity === undefined ? true : proxyAcceptsPeer(identity, mesh.settings)
    if (accepted === false)
      return { allowed: false, code: 'connection refused', reason: 'the trust domain of the peer is not accepted', because: [] }
    if (accepted === 'unknown')
      return {
        allowed: 'unknown',
        reason: 'caCertificates may accept the peer',
        because: [],
        needs: 'the trust domains of `caCertificates`',
      }
    return policies(mesh, workload, { ...inbound, arrival: { ...arrival, identity } }, mode)
  })
  const seen = { point: 'destination sidecar', at: `${workload.namespace}/${workload.name}`, identity: arrival.identity, port } as const
  const path = request.protocol === 'http' ? request.http?.target : undefined
  const decided = pointDecision(
    { ...seen, ...(path === undefined ? {} : { path }) },
    settled(
      decisions,
      'which PeerAuthentication is the oldest (creationTimestamp)',
      modes.flatMap((mode) => mode.decidedBy),
    ),
  )
  const counts = decided.verdict === 'allowed' && path !== undefined ? limitsAt(mesh, workload) : []
  return counts.length === 0 ? decided : { ...decided, counts }
}

function limitsAt(mesh: Mesh, workload: Workload): PointDecision['because'] {
  return limiting(mesh).flatMap(({ attachment, place }) => (attachedTo(attachment, workload, mesh.settings) ? [place.field('spec')] : []))
}

/** Few meshes have any. */
const limiting = perMesh(({ extensions }) => extensions.filter(({ limits }) => limits !== undefined))

function policies(
  mesh: Mesh,
  workload: Workload,
  { port, request, arrival, externalAllows }: InboundTraffic,
  mode: MtlsMode,
): ProxyDecision {
  const { identity, tunnelled, peerAddress } = arrival
  const protocol = protocolOf(mesh, workload, port)
  if (protocol === undefined)
    return {
      allowed: 'unknown',
      reason: 'Services declare the port with different protocols',
      because: [workload.place],
      needs: `which Service of port ${port} is the oldest (creationTimestamp)`,
    }
  const http = understandsHttp(protocol, request.protocol)
  if (http && (request.protocol !== 'http' || request.http === undefined))
    return { allowed: false, code: 'connection closed', reason: 'the port speaks HTTP only', because: [] }
  const { authorization, requestAuthentication } = policiesOf(mesh, workload)
  return throughProxy(
    { authorization, authentication: requestAuthentication },
    {
      identity,
      // Behind ztunnel's tunnel the direct peer is an internal address (istio#46982).
      peerAddress: tunnelled ? 'hidden' : peerAddress,
      clientAddress: seenClientAddress(http ? request.http : undefined, tunnelled ? 'unknown' : peerAddress),
      destinationAddress: ownAddress(workload),
      port,
      http: http ? request.http : undefined,
      ...(workload.gateway ? {} : { behindProxy: true }),
      ...(tunnelled || workload.gateway ? {} : { certificateHeader: identity === undefined ? 'absent' : 'written' }),
      // Between sidecars it names the port, subset and host that the client's sidecar meant; without TLS inspector there is none.
      sni: identity !== undefined ? 'unknown' : mode === 'disable' ? undefined : request.sni,
    },
    mesh.settings,
    externalAllows,
  )
}
