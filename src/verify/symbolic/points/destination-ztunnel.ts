import { ztunnelMtls } from '../../../resolve/attach/ztunnel-mtls.ts'
import { policiesAtZtunnel } from '../../../resolve/attach/ztunnel-policies.ts'
import { mtlsByPolicy } from '../../../resolve/peer-authentication.ts'
import { attributes } from '../attribute.ts'
import { allOf, type Condition, neverTrue, textIn, unknownOneOf } from '../condition.ts'
import type { SeenIdentity } from '../rules/view.ts'
import { ztunnelAllows } from '../rules/ztunnel-authorization.ts'
import type { Inbound } from './arrival.ts'

/** The connections that ztunnel lets in to a pod that it captures. */
export function ztunnelLetsIn({ mesh, pod, port, connection }: Inbound): Condition {
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
    const modes = [...new Set(ztunnelMtls(mesh, pod, port).map(({ strict }) => strict))].sort()
    const conditions = modes.map((strict) => (strict ? neverTrue : identified('none')))
    return unknownOneOf(
      conditions,
      `mTLS of ${pod.namespace}/${pod.name}:${port}: ${modes.length > 1 ? `${modes.join()} ${mtlsByPolicy(mesh, pod)}` : ''}`,
      'which PeerAuthentication is the oldest',
    )
  }
  if (connection.identity === 'none') return plaintext()
  if (connection.identity !== 'client') return identified(connection.identity)
  // ztunnel takes peers of its own trust domain only (ztunnel:src/tls/certificate.rs).
  const own = textIn(attributes.clientTrustDomain, { kind: 'exact', value: mesh.settings.trustDomain })
  return allOf([own, identified('client')])
}
