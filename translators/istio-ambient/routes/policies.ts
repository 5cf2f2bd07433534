import type { Attachment } from '../../../src/model/authorization.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import type { Service } from '../../../src/model/service.ts'
import { selects } from '../../../src/model/workload.ts'
import { indexByNamespace, perMesh } from '../../../src/resolve/host-index.ts'
import { decidesAccess, leadsToAddresses } from '../migration/hold-back/connections/unknown-endpoints.ts'

/** Which policies guard the pods of a Service, as far as the input says. */
export interface Guard {
  /** `kind namespace/name` of each, sorted. */
  readonly policies: readonly string[]
  /** True when one of them compares the port. */
  readonly comparesPorts: boolean
}

/** The access policies of a Service's pods; undefined when its pods differ in them, or it is not known. */
export function guardOf(service: Service, mesh: Mesh): Guard | undefined {
  // Addresses without a selector may be those of any pod, wherever its policies are.
  if (leadsToAddresses(service) && decidesAccess(mesh)) return undefined
  const policies: string[] = []
  let comparesPorts = false
  for (const policy of policiesFor(mesh)(service.namespace)) {
    const applies = coverage(policy.attachment, service, mesh)
    if (applies === undefined) return undefined
    if (!applies) continue
    policies.push(`${policy.place.object.kind} ${policy.namespace}/${policy.name}`)
    if (!('rules' in policy)) continue
    const alternatives = policy.rules.flatMap((rule) => rule.clauses.flatMap((clause) => clause.alternatives))
    if (alternatives.some((predicate) => [...atomsOf(predicate)].some(({ kind }) => kind === 'destination-port'))) comparesPorts = true
  }
  return { policies: policies.sort(), comparesPorts }
}

const workloadsIn = perMesh((mesh) => indexByNamespace(mesh.workloads))

/** Policies that can hold in a namespace: those limited to it, and those limited to none. */
const policiesFor = perMesh((mesh) => {
  const scoped = [...mesh.authorization, ...mesh.requestAuthentication].map((policy) => ({
    policy,
    namespace: 'namespace' in policy.attachment ? (policy.attachment.namespace ?? '') : '',
  }))
  const inNamespace = indexByNamespace(scoped)
  return (namespace: string) => [...inNamespace(''), ...inNamespace(namespace)].map(({ policy }) => policy)
})

/** Whether an attachment holds for all pods of a Service, for none, or for some of them (undefined). */
export function coverage(attachment: Attachment, service: Service, mesh: Mesh): boolean | undefined {
  if (attachment.scope === 'mesh') return true
  // Sidecars leave policies with targets alone, and so do the pods behind a waypoint.
  if (attachment.scope === 'targets') return false
  if (attachment.scope === 'namespace') return attachment.namespace === service.namespace
  if (attachment.namespace !== undefined && attachment.namespace !== service.namespace) return false
  const { selector } = service
  if (selector === undefined) return undefined
  if (selects(attachment.labels, selector)) return true
  if (Object.entries(attachment.labels).some(([key, value]) => Object.hasOwn(selector, key) && selector[key] !== value)) return false
  const pods = workloadsIn(mesh)(service.namespace).filter((pod) => selects(selector, pod.labels))
  const selected = pods.filter((pod) => selects(attachment.labels, pod.labels))
  if (pods.length === 0 || (selected.length > 0 && selected.length < pods.length)) return undefined
  return selected.length === pods.length
}
