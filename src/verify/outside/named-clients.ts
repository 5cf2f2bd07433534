import type { EndpointDirection } from '../../model/endpoint-policy.ts'
import type { Mesh } from '../../model/mesh.ts'
import { perMesh } from '../../resolve/host-index.ts'
import { findWorkload } from '../../resolve/services.ts'
import type { Witness } from '../comparison.ts'

/**
 * Whether policies of Cilium name the namespace or the service account of a client. Of the pods that they name it is assumed that they had a sidecar
 * (US5001), and of no others: a policy that admits `NotIn: [shop]` admits pods of every other namespace.
 */
export function isNamedByPolicies(mesh: Mesh, witness: Witness | undefined): boolean {
  if (witness === undefined) return true
  const { client } = witness.request
  const namespace = 'namespace' in client ? client.namespace : undefined
  const account = 'serviceAccount' in client ? client.serviceAccount : undefined
  const workload = 'name' in client ? findWorkload(mesh, client.namespace, client.name) : undefined
  return nameIdentity(mesh, namespace, account ?? workload?.serviceAccount)
}

/** Whether policies of Cilium name a namespace, or a service account of whatever namespace. */
export function nameIdentity(mesh: Mesh, namespace: string | undefined, account: string | undefined): boolean {
  const { namespaces, accounts } = namedIn(mesh)
  return namespaces.has(namespace ?? '') || accounts.has(account ?? '')
}

const namedIn = perMesh(({ endpointPolicies }) => {
  const requirements = endpointPolicies.flatMap(({ ingress, egress }) => [ingress, egress].flatMap(requirementsOf))
  const valuesOf = (kind: 'namespace' | 'service-account') =>
    new Set(requirements.flatMap(({ attribute, values }) => (attribute.kind === kind ? values : [])))
  return { namespaces: valuesOf('namespace'), accounts: valuesOf('service-account') }
})

function requirementsOf({ allow, deny }: EndpointDirection) {
  return [...allow, ...deny].flatMap(({ peers = [] }) => peers.flatMap((peer) => (peer.kind === 'endpoints' ? peer.selector : [])))
}
