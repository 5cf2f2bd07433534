import type { Attachment } from '../../../src/model/authorization.ts'
import { labelsWithoutSidecar, sidecarLabels } from '../../../src/model/injected-labels.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { contradicts, selects } from '../../../src/model/workload.ts'

/**
 * A label of a selector that pods lose with their sidecar, such as `service.istio.io/canonical-name`; undefined where each pod that may be selected
 * has it in its template.
 */
export function injectedLabel(attachment: Extract<Attachment, { scope: 'workloads' }>, mesh: Mesh): string | undefined {
  const label = Object.keys(attachment.labels).find((key) => sidecarLabels.includes(key))
  if (label === undefined) return undefined
  const { namespace, labels } = attachment
  const pods = mesh.workloads.filter((pod) => (namespace ?? pod.namespace) === pod.namespace && !contradicts(labels, pod.labels))
  const selected = pods.filter((pod) => selects(labels, pod.labels))
  const have = selected.length > 0 && selected.every((pod) => selects(labels, labelsWithoutSidecar(pod)))
  const mayBeSelected = pods.some(({ injected }) => injected?.unknown.some((key) => Object.hasOwn(labels, key)))
  return have && !mayBeSelected ? undefined : label
}
