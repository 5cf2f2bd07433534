import { hasSidecar } from '../../model/data-plane.ts'
import type { IngressListener } from '../../model/egress.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { sidecarsFor } from '../routes/sidecar-scope.ts'

/**
 * The inbound listeners that a Sidecar gives a workload's proxy in place of those for the ports of Services; undefined where none does
 * (istio:pilot/pkg/networking/core/listener_inbound.go buildInboundChainConfigs).
 */
export function ingressListeners(mesh: Mesh, { namespace, labels, dataPlane, gateway }: Workload): readonly IngressListener[] | undefined {
  if (!hasSidecar(dataPlane) || gateway) return undefined
  const [sidecar] = sidecarsFor(mesh, { namespace, labels })
  return sidecar?.ingress
}

/** What a Sidecar makes of a port of a workload, where that is another than what a connection to the pod would reach without it. */
export function remappedPort(mesh: Mesh, workload: Workload, port: number): IngressListener | undefined {
  return ingressListeners(mesh, workload)?.find((listener) => listener.port === port && listener.remapped !== undefined)
}

export function remappedNeeds({ namespace, name }: Workload, { port, remapped }: IngressListener): string {
  return `what port ${port} of ${namespace}/${name} is without the listener of its Sidecar (${remapped})`
}
