import { compareText } from '../../../diagnostics/place.ts'
import type { Mesh } from '../../../model/mesh.ts'
import { always, any, type Condition, not, unknown } from '../condition.ts'
import { governedClients } from './cilium-endpoint.ts'

/** What Cilium lets out of a client that some policy for what leaves its pods governs is not followed; all others are free to leave. */
export function leavesClient(mesh: Mesh, endpoint: 'pod' | 'world', to: string): Condition {
  const restricting = mesh.endpointPolicies.filter(
    ({ refused, egress: { defaultDeny, allow, deny } }) =>
      refused === undefined && (defaultDeny || deny.length > 0 || allow.some(({ unmodelled }) => unmodelled.length > 0)),
  )
  if (restricting.length === 0 || endpoint !== 'pod') return always
  const written = restricting.map((policy) => `${policy.namespace} ${policy.written}`).sort(compareText)
  const doubt = unknown(`egress of the client to ${to}: ${written.join(' ')}`, 'what Cilium lets out of the client')
  return any([not(any(restricting.map((policy) => governedClients(mesh, policy)))), doubt])
}
