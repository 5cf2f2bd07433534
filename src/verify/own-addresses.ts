import type { Address } from '../model/decide/request.ts'
import { containerPort, findWorkload, servicesSelecting } from '../model/decide/topology.ts'
import type { Mesh } from '../model/mesh.ts'

/**
 * The addresses by which sidecars know a destination: itself, or for pods the Services that lead to the port. Pods on ports that no Service
 * leads to have no other address; what counts there is what they make of the identity of a client.
 */
export function ownAddressesOf(mesh: Mesh, address: Address): readonly Address[] {
  if (address.kind !== 'pod') return [address]
  const pod = findWorkload(mesh, address.namespace, address.workload)
  if (pod === undefined) return []
  const services = servicesSelecting(mesh, pod).flatMap(({ namespace, name, ports }) =>
    ports
      .filter((port) => containerPort(port, pod) === address.port)
      .map(({ port }): Address => ({ kind: 'service', namespace, name, port })),
  )
  return services.length > 0 ? services : [address]
}

/** True for a pod's address whose port Services lead to: their routes may send requests elsewhere. */
export function isBesideServices(mesh: Mesh, address: Address): boolean {
  return address.kind === 'pod' && ownAddressesOf(mesh, address).some(({ kind }) => kind === 'service')
}
