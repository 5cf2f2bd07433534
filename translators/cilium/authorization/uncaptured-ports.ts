import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { attachedTo } from '../../../src/model/attachment.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import { uncapturedPorts } from '../../../src/model/capture.ts'
import { containerPort, servicesSelecting } from '../../../src/model/decide/topology.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Workload } from '../../../src/model/workload.ts'

/**
 * Ports of pods that their sidecars leave alone, such as 15020 with the metrics that a Prometheus outside the mesh scrapes. Cilium's policy is for
 * every port of a pod, so an ALLOW policy closes them to the clients that it does not name.
 */
export function closedUncapturedPorts(policy: AuthorizationPolicy, mesh: Mesh): Diagnostic[] {
  const pods = mesh.workloads.filter(
    (pod) =>
      pod.dataPlane === 'sidecar' &&
      !pod.gateway &&
      pod.address === undefined &&
      uncapturedPorts(pod).length > 0 &&
      attachedTo(policy.attachment, pod, mesh.settings),
  )
  if (pods.length === 0) return []
  const ports = [...new Set(pods.flatMap(uncapturedPorts))].sort((a, b) => a - b)
  const announcesAt = pods.flatMap((pod) => addresses(mesh, pod))
  const own = policy.place.field('spec')
  return [diagnose(catalogue.ciliumClosesUncaptured, own, { policy: `${policy.namespace}/${policy.name}`, ports }, { announcesAt })]
}

/** The pods' own addresses, and those of Services that lead to such a port. */
function addresses(mesh: Mesh, pod: Workload): string[] {
  const ports = uncapturedPorts(pod)
  const services = servicesSelecting(mesh, pod).flatMap(({ namespace, name, ports: declared }) =>
    declared.flatMap((port) => {
      const target = containerPort(port, pod)
      return target !== undefined && ports.includes(target) ? [`Service ${namespace}/${name}:${port.port}`] : []
    }),
  )
  return [...ports.map((port) => `pods ${pod.namespace}/${pod.name}:${port}`), ...services]
}
