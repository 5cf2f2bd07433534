import { canonical } from '../../model/canonical.ts'
import { listedPorts, uncapturedPorts } from '../../model/capture.ts'
import { hasSidecar, isCapturedByZtunnel } from '../../model/data-plane.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'

/**
 * Whether anything decides about the ports at which sidecars themselves answer: HBONE of ambient clients, or what clients may reach
 * (REGISTRY_ONLY, Sidecars, the root namespace whose Sidecar is for all, policies of Cilium), where the sides do not have it alike.
 */
export function asksSidecarPorts(before: Mesh, after: Mesh): boolean {
  const reach = ({ settings, egress, endpointPolicies }: Mesh) =>
    canonical([settings.outboundPolicy, settings.rootNamespace, egress, endpointPolicies])
  const isAmbient = ({ dataPlane }: Pick<Workload, 'dataPlane'>) => isCapturedByZtunnel(dataPlane)
  return (
    [before, after].some(({ namespaces, workloads }) => [...namespaces, ...workloads].some(isAmbient)) || reach(before) !== reach(after)
  )
}

/**
 * Ports that annotations keep from a pod's sidecar, or lead to it alone. Those at which the sidecar itself answers (15020, 15021, 15090) are
 * there as long as it is: in pods that have it on one side only, nothing listens there on the other.
 */
export function sidecarPorts(before: Workload, after: Workload, asksOwn: boolean): readonly number[] {
  const sides = [before, after].filter(({ dataPlane, gateway }) => hasSidecar(dataPlane) && !gateway)
  return [...sides.flatMap(listedPorts), ...(sides.length === 2 && asksOwn ? sides.flatMap(uncapturedPorts) : [])]
}
