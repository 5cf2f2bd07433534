import { objectText } from '../../diagnostics/place.ts'
import type { PeerAuthentication, RequestAuthentication } from '../../model/authentication.ts'
import type { AuthorizationPolicy } from '../../model/authorization.ts'
import type { Mesh } from '../../model/mesh.ts'
import { saySame } from '../../resolve/attach/policy-text.ts'
import { attachedTo } from '../../resolve/attachment.ts'
import { findService, workloadsOf } from '../../resolve/services.ts'
import type { OutsideModel } from '../comparison.ts'

type Policy = AuthorizationPolicy | RequestAuthentication | PeerAuthentication

/** Policies of pods that the input does not have: no request is asked of those pods, so what changes in such a policy shows nowhere else. */
export function policiesOfAbsentPods(before: Mesh, after: Mesh): OutsideModel[] {
  const [was, is] = [before, after].map(policiesIn) as [Map<string, Policy>, Map<string, Policy>]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key): OutsideModel[] => {
    const [old, now] = [was.get(key), is.get(key)]
    if (old !== undefined && now !== undefined && saySame(old, now)) return []
    const unseen = (old !== undefined && concernsNobody(before, old)) || (now !== undefined && concernsNobody(after, now))
    if (!unseen) return []
    const { place } = (old ?? now)!
    const where =
      old === undefined ? 'is in the mesh after only' : now === undefined ? 'is in the mesh before only' : 'differs between the meshes'
    return [
      { what: `${objectText(place.object)} is for pods that the input does not have and ${where}: nothing shows what that changes`, place },
    ]
  })
}

function policiesIn({ authorization, requestAuthentication, peerAuthentication }: Mesh): Map<string, Policy> {
  const enforced = authorization.filter(({ dryRun, effect }) => !dryRun && effect !== 'audit')
  return new Map([...enforced, ...requestAuthentication, ...peerAuthentication].map((policy) => [objectText(policy.place.object), policy]))
}

function concernsNobody(mesh: Mesh, { attachment, namespace }: Policy): boolean {
  const pods = attachment.scope === 'mesh' || attachment.namespace === undefined ? mesh.workloads : workloadsOf(mesh, attachment.namespace)
  const isUnseen = !pods.some((workload) => attachedTo(attachment, workload, mesh.settings))
  if (attachment.scope !== 'targets' || !isUnseen) return isUnseen
  const known = attachment.targets.some(({ kind, name }) => {
    const named = (one: { readonly name: string; readonly namespace: string }): boolean => one.name === name && one.namespace === namespace
    if (kind === 'Gateway') return mesh.waypoints.some(named)
    if (kind === 'GatewayClass') return mesh.waypoints.some(({ className }) => className === name)
    return kind === 'ServiceEntry' ? mesh.externalHosts.some(named) : findService(mesh, namespace, name) !== undefined
  })
  return !known
}
