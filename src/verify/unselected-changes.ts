import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { objectText } from '../diagnostics/place.ts'
import type { PeerAuthentication, RequestAuthentication } from '../model/authentication.ts'
import type { AuthorizationPolicy } from '../model/authorization.ts'
import type { Mesh } from '../model/mesh.ts'
import { selects } from '../model/workload.ts'
import { saySame } from '../resolve/attach/policy-text.ts'

type Policy = AuthorizationPolicy | RequestAuthentication | PeerAuthentication

/**
 * Policies that a change adds, edits or removes, and that select no workload of either side. Comparing asks the workloads of the input, so
 * such a change shows up in no verdict: a policy of a database whose Deployment another repository has can be removed, and every part is equal.
 */
export function unselectedChanges(before: Mesh, after: Mesh): Diagnostic[] {
  const [was, is] = [policiesOf(before), policiesOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)]
    const sides = [old, now].filter((policy) => policy !== undefined)
    if (old !== undefined && now !== undefined && saySame(old, now)) return []
    // What either version selects on either side is asked, so a change of it is seen.
    if (sides.some((policy) => [before, after].some((mesh) => selectsSome(policy, mesh)))) return []
    const { place } = sides.at(-1)!
    const how = old === undefined ? 'added' : now === undefined ? 'removed' : 'edited'
    return [diagnose(catalogue.changeUnselected, place, { object: objectText(place.object), how })]
  })
}

function policiesOf({ authorization, requestAuthentication, peerAuthentication }: Mesh): Map<string, Policy> {
  const all: readonly Policy[] = [...authorization, ...requestAuthentication, ...peerAuthentication]
  return new Map(all.map((policy) => [objectText(policy.place.object), policy]))
}

function selectsSome({ attachment }: Policy, { workloads }: Mesh): boolean {
  switch (attachment.scope) {
    case 'mesh':
      return workloads.length > 0
    case 'namespace':
      return workloads.some(({ namespace }) => namespace === attachment.namespace)
    case 'workloads':
      return workloads.some(
        ({ namespace, labels }) => (attachment.namespace ?? namespace) === namespace && selects(attachment.labels, labels),
      )
    case 'targets':
      // What a proxy of a gateway enforces is asked of the gateway, whose pods need not be in the input.
      return true
  }
}
