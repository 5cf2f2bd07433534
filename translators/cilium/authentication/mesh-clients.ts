import { compareText } from '../../../src/diagnostics/place.ts'
import { hasIdentity } from '../../../src/model/data-plane.ts'
import type { Workload } from '../../../src/model/workload.ts'
import type { Facts } from '../authorization/facts.ts'
import { everyName, type IdentitySet, only, type PodTerm } from '../authorization/identity-set.ts'

/**
 * The clients that have a certificate of the mesh, by their labels: pods of namespaces with sidecars, without the accounts of pods that are
 * known to have none; and elsewhere the accounts of gateways and of pods with a sidecar. Where a pod with a sidecar and one without have one
 * account, that pod's name.
 */
export function meshClients({ mesh, meshed, gatewayAccounts }: Facts): IdentitySet | { readonly stranger: string } {
  const pods = mesh.workloads.filter(({ address, hostNetwork }) => address === undefined && !hostNetwork)
  const isIn = (pod: Workload): boolean => pod.gateway || hasIdentity(pod.dataPlane) === 'yes'
  const terms: PodTerm[] = []
  const plain: string[] = []
  for (const namespace of meshed) {
    const own = pods.filter((pod) => pod.namespace === namespace)
    const strangers = own.filter((pod) => !isIn(pod))
    const shared = strangers.find(({ serviceAccount }) => own.some((pod) => isIn(pod) && pod.serviceAccount === serviceAccount))
    if (shared !== undefined) return { stranger: `${shared.kind} ${shared.namespace}/${shared.name}` }
    const accounts = [...new Set(strangers.map(({ serviceAccount }) => serviceAccount))].sort(compareText)
    if (accounts.length === 0) plain.push(namespace)
    else terms.push({ namespaces: only(namespace), accounts: { but: true, names: accounts } })
  }
  for (const pod of pods) {
    if (meshed.includes(pod.namespace) || !isIn(pod)) continue
    const { namespace, serviceAccount } = pod
    const isShared = pods.some((other) => !isIn(other) && other.namespace === namespace && other.serviceAccount === serviceAccount)
    const term = { namespaces: only(namespace), accounts: only(serviceAccount) }
    if (!isShared && !terms.some((other) => JSON.stringify(other) === JSON.stringify(term))) terms.push(term)
  }
  return {
    pods: [...(plain.length === 0 ? [] : [{ namespaces: only(...plain), accounts: everyName }]), ...terms],
    ingress: gatewayAccounts.size > 0,
    others: false,
  }
}
