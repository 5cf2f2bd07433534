import type { Mesh } from '../../model/mesh.ts'
import type { PointDecision } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import { ztunnelMtls } from '../../resolve/attach/ztunnel-mtls.ts'
import { policiesAtZtunnel } from '../../resolve/attach/ztunnel-policies.ts'
import type { RuleDecision } from '../rules/proxy-authorization.ts'
import type { View } from '../rules/view.ts'
import { ztunnelAuthorization } from '../rules/ztunnel-authorization.ts'
import type { Arrival } from './arrival.ts'
import { ownAddress } from './own-address.ts'
import { pointDecision } from './point-decision.ts'
import { ztunnelAcceptsPeer } from './trust-domain.ts'
import { settled } from './uncertain.ts'

/** ztunnel in front of a pod that it captures. */
export function atZtunnel(mesh: Mesh, workload: Workload, port: number, { identity, peerAddress }: Arrival): PointDecision {
  const seen = { point: 'ztunnel', at: `${workload.namespace}/${workload.name}`, identity, port } as const
  if (identity !== undefined && !ztunnelAcceptsPeer(identity, mesh.settings))
    return pointDecision(seen, {
      allowed: false,
      code: 'connection refused',
      reason: 'ztunnel accepts peers of its own trust domain only',
      because: [],
    })
  const view: View = {
    identity,
    peerAddress,
    clientAddress: 'unknown',
    destinationAddress: ownAddress(workload),
    port,
    http: undefined,
    sni: undefined,
  }
  const byPolicies = ztunnelAuthorization(policiesAtZtunnel(mesh, workload), view)
  const possible = ztunnelMtls(mesh, workload, port).map(
    ({ strict, because }): RuleDecision =>
      strict && identity === undefined ? { allowed: false, reason: 'plaintext is refused (STRICT)', because } : byPolicies,
  )
  return pointDecision(seen, {
    code: 'connection closed',
    ...settled(possible, 'which PeerAuthentication is the oldest (creationTimestamp)'),
  })
}
