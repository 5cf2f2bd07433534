import type { Attachment } from '../../../src/model/authorization.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import type { AppliedPolicies, Migration } from './migration.ts'
import { coversPods, type Pods, podsBehind, podsOf } from './pods.ts'

/** Which policies are about the pods of a workload or a Service; each is worked out once. */
export type PolicyLookup = Pick<Migration, 'policiesOf' | 'policiesOfWorkload'>

/** `movingPods` are those of a Service that leave their sidecars: the first of them speaks for all, since pods of one Service move together. */
export function policyLookup(mesh: Mesh, movingPods: (service: Service) => readonly Workload[]): PolicyLookup {
  const authorizationIn = policyIndex(mesh.authorization)
  const requestsIn = policyIndex(mesh.requestAuthentication)
  const applied = new Map<object, AppliedPolicies>()
  const policiesOfPods = (key: object, pods: Pods): AppliedPolicies => {
    const known = applied.get(key)
    if (known !== undefined) return known
    const covering = <T extends { readonly attachment: Attachment }>(list: readonly T[]) =>
      list.filter((policy) => coversPods(policy.attachment, pods) === 'yes')
    const result = { authorization: covering(authorizationIn(pods.namespace)), requests: covering(requestsIn(pods.namespace)) }
    applied.set(key, result)
    return result
  }
  const policiesOfWorkload = (workload: Workload) => policiesOfPods(workload, podsOf(workload))
  const policiesOf = (service: Service) => {
    const [first] = movingPods(service)
    return first === undefined ? policiesOfPods(service, podsBehind(service)) : policiesOfWorkload(first)
  }
  return { policiesOf, policiesOfWorkload }
}

/** The policies that can hold in a namespace: those of the whole mesh, then its own. */
function policyIndex<T extends { readonly attachment: Attachment }>(list: readonly T[]): (namespace: string) => readonly T[] {
  const everywhere: T[] = []
  const index = new Map<string, T[]>()
  for (const policy of list) {
    const namespace = 'namespace' in policy.attachment ? policy.attachment.namespace : undefined
    if (namespace === undefined) everywhere.push(policy)
    else index.set(namespace, [...(index.get(namespace) ?? []), policy])
  }
  return (namespace) => [...everywhere, ...(index.get(namespace) ?? [])]
}
