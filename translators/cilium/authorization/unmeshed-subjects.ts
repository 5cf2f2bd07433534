import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import { hasIdentity } from '../../../src/model/data-plane.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'

/** Cilium enforces a policy on every pod that it selects; a pod without sidecar ignores it today. */
export function unmeshedSubjects(
  { attachment, place }: { readonly attachment: Attachment; readonly place: Place },
  mesh: Mesh,
): Diagnostic[] {
  const pod = mesh.workloads.find(
    (workload) =>
      hasIdentity(workload.dataPlane) === 'no' &&
      workload.address === undefined &&
      !workload.hostNetwork &&
      attachment.scope !== 'mesh' &&
      attachedTo(attachment, workload, mesh.settings),
  )
  if (pod === undefined) return []
  const workload = `${pod.kind} ${pod.namespace}/${pod.name}`
  return [diagnose(catalogue.ciliumUnmeshedSubject, place.field('spec'), { workload })]
}
