import { policiesOf } from '../attachment.ts'
import type { Mesh } from '../mesh.ts'
import { resolvePeerAuthentication } from '../peer-authentication.ts'
import type { Workload } from '../workload.ts'
import { proxyAuthorization, type RuleDecision } from './proxy-authorization.ts'
import type { Request } from './request.ts'
import { isHttp, protocolOf } from './topology.ts'
import type { Truth } from './truth.ts'
import type { PointDecision, PointName } from './verdict.ts'
import type { View } from './view.ts'
import { ztunnelAuthorization } from './ztunnel-authorization.ts'
import { ztunnelStrict } from './ztunnel-mtls.ts'

/** How a connection arrives at a pod: with which identity, from where, and whether ztunnel's tunnel (HBONE) carried it. */
export interface Arrival {
  readonly identity: string | undefined
  readonly peerAddress: string | 'unknown'
  readonly tunnelled: boolean
  readonly behindWaypoint: boolean
}

/** The pod's own enforcement: its sidecar, its ztunnel, or nobody. */
export function decideAtPod(
  mesh: Mesh,
  workload: Workload,
  port: number,
  request: Request,
  arrival: Arrival,
  externalAllows: Truth,
): PointDecision {
  if (workload.dataPlane === 'unknown')
    return point(
      'no enforcement',
      workload,
      port,
      arrival,
      { allowed: 'unknown', reason: 'the input does not say whether the pod is in the mesh', because: [workload.place] },
      `the Namespace ${workload.namespace}`,
    )
  if (workload.dataPlane === 'none' || workload.hostNetwork)
    return point('no enforcement', workload, port, arrival, { allowed: true, reason: 'the pod is not in the mesh', because: [] })
  return workload.dataPlane === 'sidecar'
    ? atSidecar(mesh, workload, port, request, arrival, externalAllows)
    : atZtunnel(mesh, workload, port, arrival)
}

function atSidecar(mesh: Mesh, workload: Workload, port: number, request: Request, arrival: Arrival, externalAllows: Truth): PointDecision {
  const { mode, decidedBy } = resolvePeerAuthentication(mesh, workload, port)
  const decide = (decision: RuleDecision, code?: string): PointDecision =>
    point('destination sidecar', workload, port, arrival, decision, undefined, code)
  if (mode === 'strict' && arrival.identity === undefined)
    return decide({ allowed: false, reason: 'plaintext is refused (STRICT)', because: decidedBy }, 'connection refused')
  // A sidecar that receives HBONE ignores PeerAuthentication; otherwise DISABLE means that nobody has an identity.
  const identity = mode === 'disable' && !arrival.tunnelled ? undefined : arrival.identity
  const protocol = protocolOf(mesh, workload, port)
  if (protocol === undefined)
    return decide({ allowed: 'unknown', reason: 'Services declare the port with different protocols', because: [workload.place] })
  const http = isHttp(protocol, request.protocol)
  if (http && request.http === undefined)
    return decide({ allowed: false, reason: 'the port speaks HTTP only', because: [] }, 'connection closed')
  const view: View = {
    identity,
    // Behind ztunnel's tunnel the direct peer is an internal address (istio#46982).
    peerAddress: arrival.tunnelled ? 'hidden' : arrival.peerAddress,
    clientAddress: clientAddress(request, arrival),
    destinationAddress: 'unknown',
    port,
    http: http ? request.http : undefined,
    sni: 'unknown',
  }
  const { authorization: policies, requestAuthentication: authentication } = policiesOf(mesh, workload)
  if (http && request.http?.token.kind === 'invalid') {
    if (authentication.length > 0) {
      const external = proxyAuthorization(
        policies.filter((policy) => policy.effect === 'external'),
        view,
        externalAllows,
      )
      if (external.allowed === false) return decide(external, '403')
      return decide({ allowed: false, reason: 'the token is invalid', because: authentication.map((candidate) => candidate.place) }, '401')
    }
  }
  return decide(proxyAuthorization(policies, view, externalAllows), http ? '403' : 'connection closed')
}

function atZtunnel(mesh: Mesh, workload: Workload, port: number, arrival: Arrival): PointDecision {
  const strict = ztunnelStrict(mesh, workload, port)
  if (strict !== undefined && arrival.identity === undefined)
    return point(
      'ztunnel',
      workload,
      port,
      arrival,
      { allowed: false, reason: 'plaintext is refused (STRICT)', because: strict },
      undefined,
      'connection closed',
    )
  const view: View = {
    identity: arrival.identity,
    peerAddress: arrival.peerAddress,
    clientAddress: 'unknown',
    destinationAddress: 'unknown',
    port,
    http: undefined,
    sni: undefined,
  }
  return point(
    'ztunnel',
    workload,
    port,
    arrival,
    ztunnelAuthorization(policiesOf(mesh, workload).authorization, view),
    undefined,
    'connection closed',
  )
}

function clientAddress(request: Request, arrival: Arrival): string | 'unknown' {
  const forwarded = request.http?.headers['x-forwarded-for']
  return forwarded === undefined ? (arrival.tunnelled ? 'unknown' : arrival.peerAddress) : forwarded.split(',').at(-1)!.trim()
}

function point(
  name: PointName,
  workload: Workload,
  port: number,
  arrival: Arrival,
  decision: RuleDecision,
  needs?: string,
  code?: string,
): PointDecision {
  return {
    point: name,
    at: `${workload.namespace}/${workload.name}`,
    verdict: decision.allowed === true ? 'allowed' : decision.allowed === false ? 'denied' : 'undetermined',
    ...(decision.allowed === false && code !== undefined ? { code } : {}),
    reason: decision.reason,
    saw: { ...(arrival.identity === undefined ? {} : { identity: arrival.identity }), port },
    because: decision.because,
    ...(needs === undefined ? {} : { needs }),
  }
}
