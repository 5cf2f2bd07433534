import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import { hasIdentity } from '../../../src/model/data-plane.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import type { Facts } from './facts.ts'

/** Cilium enforces a policy on every pod that it selects; a pod without sidecar ignores it today. One for the mesh is limited to namespaces that have or may have sidecars. */
export function unmeshedSubjects(
  { attachment, place }: { readonly attachment: Attachment; readonly place: Place },
  { mesh, governed }: Facts,
): Diagnostic[] {
  const isWritten = ({ namespace }: Workload): boolean => attachment.scope !== 'mesh' || governed.includes(namespace)
  const pod = mesh.workloads.find(
    (workload) =>
      hasIdentity(workload.dataPlane) === 'no' &&
      workload.address === undefined &&
      !workload.hostNetwork &&
      isWritten(workload) &&
      attachedTo(attachment, workload, mesh.settings),
  )
  if (pod === undefined) return []
  const workload = `${pod.kind} ${pod.namespace}/${pod.name}`
  return [diagnose(catalogue.ciliumUnmeshedSubject, place.field('spec'), { workload })]
}
