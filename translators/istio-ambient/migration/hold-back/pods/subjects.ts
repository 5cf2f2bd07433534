import type { Attachment } from '../../../../../src/model/authorization.ts'
import type { Mesh } from '../../../../../src/model/mesh.ts'
import { selects } from '../../../../../src/model/workload.ts'
import { indexByNamespace, perMesh } from '../../../../../src/resolve/host-index.ts'
import type { HoldBack } from '../../migration.ts'

const workloadsIn = perMesh((mesh) => indexByNamespace(mesh.workloads))

/** Whom something holds back: the pods that it selects when the input has some, else their namespace, else everybody. */
export function subjectsOf(attachment: Attachment, mesh: Mesh): HoldBack['subject'][] {
  if (attachment.scope === 'targets') return []
  if (attachment.scope === 'mesh') return ['mesh']
  if (attachment.scope === 'namespace') return [{ namespace: attachment.namespace }]
  const { namespace, labels } = attachment
  const candidates = namespace === undefined ? mesh.workloads : workloadsIn(mesh)(namespace)
  const pods = candidates.filter((pod) => selects(labels, pod.labels))
  if (pods.length > 0) return pods.filter((pod) => !pod.gateway).map((workload) => ({ workload }))
  return [namespace === undefined ? 'mesh' : { namespace }]
}
