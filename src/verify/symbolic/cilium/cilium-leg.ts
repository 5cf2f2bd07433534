import { compareText } from '../../../diagnostics/place.ts'
import type { Mesh } from '../../../model/mesh.ts'
import { mayBe, type UnreadInput } from '../../../model/unread.ts'
import { perMesh } from '../../../resolve/host-index.ts'
import { attributes } from '../attribute.ts'
import { alwaysTrue, anyOf, type Condition, notOf, textIn, unknown } from '../condition.ts'
import { asksBeyondLayer4, governedClients } from './cilium-endpoint.ts'

/** What Cilium lets out of a client that some policy for what leaves its pods governs, or may govern, is not followed; all others are free to leave. */
export function leavesClient(mesh: Mesh, endpoint: 'pod' | 'world', to: string): Condition {
  const { policies, unread } = restrictingEgress(mesh)
  if (policies.length + unread.length === 0 || endpoint !== 'pod') return alwaysTrue
  const written = [
    ...policies.map((policy) => `${policy.namespace} ${policy.written}`),
    ...unread.map(({ what, span }) => `${what} ${span?.line ?? 0}`),
  ].sort(compareText)
  const doubt = unknown(`egress of the client to ${to}: ${written.join(' ')}`, 'what Cilium lets out of the client')
  const governed = anyOf([...policies.map((policy) => governedClients(mesh, policy)), ...unread.map(inReach)])
  return anyOf([notOf(governed), doubt])
}

/** Beside a NetworkPolicy for egress, a permission of Cilium's is one of several; a policy that was not read may be any. */
const restrictingEgress = perMesh((mesh) => {
  const besides = mesh.networkPolicies.some(({ directions }) => directions.includes('egress'))
  const policies = mesh.endpointPolicies.filter(
    ({ refused, egress: { defaultDeny, allow, deny } }) =>
      refused === undefined && (defaultDeny || deny.length > 0 || allow.some((rule) => besides || asksBeyondLayer4(rule))),
  )
  const unread = mesh.unread.filter(({ reach }) => reach.kinds !== 'any' && ciliumKinds.some((kind) => mayBe(reach, kind)))
  return { policies, unread }
})

const ciliumKinds = ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'] as const

function inReach({ reach }: UnreadInput): Condition {
  if (reach.namespaces === 'any' || mayBe(reach, 'CiliumClusterwideNetworkPolicy')) return alwaysTrue
  return anyOf(reach.namespaces.map((value) => textIn(attributes.clientNamespace, { kind: 'exact', value })))
}
