import { canonical } from '../../model/canonical.ts'
import { hasSidecar } from '../../model/data-plane.ts'
import type { IngressListener } from '../../model/egress.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { sidecarsFor } from '../routes/sidecar-scope.ts'

/**
 * The inbound listeners that a Sidecar gives a workload's proxy in place of those for the ports of Services, undefined for a Sidecar that gives none:
 * one answer for each Sidecar that may be the oldest of those for the pods, as the input may lack their ages
 * (istio:pilot/pkg/networking/core/listener_inbound.go buildInboundChainConfigs).
 */
export function ingressListeners(mesh: Mesh, { namespace, labels, dataPlane, gateway }: Workload): PossibleListeners {
  if (!hasSidecar(dataPlane) || gateway) return [undefined]
  return sidecarsFor(mesh, { namespace, labels }).map((sidecar) => sidecar?.ingress)
}

type PossibleListeners = readonly (readonly IngressListener[] | undefined)[]

/** What a Sidecar makes, or may make, of a port of a workload, where that is another than what a connection to the pod would reach without it. */
export function remappedPort(mesh: Mesh, workload: Workload, port: number): IngressListener | undefined {
  return ingressListeners(mesh, workload)
    .flatMap((listeners) => listeners ?? [])
    .find((listener) => listener.port === port && listener.remapped !== undefined)
}

/** What each Sidecar that may be the pods' makes of a port, by value: tells two doubts about where it leads apart. */
export function remappedDoubt(mesh: Mesh, workload: Workload, port: number): string {
  const each = ingressListeners(mesh, workload).map((listeners) => {
    const own = listeners?.find((listener) => listener.port === port)
    return own === undefined ? 'nothing' : `${own.remapped ?? 'itself'} ${canonical(own.tls)}`
  })
  return `port ${workload.namespace}/${workload.name}:${port} leads to ${each.join()}`
}

export function remappedNeeds({ namespace, name }: Workload, { port, remapped }: IngressListener): string {
  return `what port ${port} of ${namespace}/${name} is without the listener of its Sidecar (${remapped})`
}
