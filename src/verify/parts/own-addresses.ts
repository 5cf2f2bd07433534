import type { Mesh } from '../../model/mesh.ts'
import type { Address } from '../../model/request.ts'
import { indexByNamespace, perMesh } from '../../resolve/host-index.ts'
import { backingEntry, containerPort, findWorkload, servicesSelecting } from '../../resolve/services.ts'

/** ServiceEntries select pods of their own namespace. */
const entriesSelectingIn = perMesh(({ externalHosts }) =>
  indexByNamespace(externalHosts.filter(({ workloadSelector }) => workloadSelector !== undefined)),
)

/**
 * The addresses by which sidecars know a destination: itself, or for pods the Services, and the hosts of ServiceEntries, that lead to the port.
 * Pods on ports that none leads to have no other address; what counts there is what they make of the identity of a client.
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
  const entries = entriesSelectingIn(mesh)(pod.namespace).flatMap((entry) =>
    entry.ports
      .filter(({ port }) => backingEntry(mesh, entry, port).some((behind) => behind.pod === pod && behind.port === address.port))
      .flatMap(({ port }) => entry.hosts.filter((host) => !host.startsWith('*')).map((host): Address => ({ kind: 'host', host, port }))),
  )
  const known = [...services, ...entries]
  return known.length > 0 ? known : [address]
}

/** True for a pod's address whose port Services or ServiceEntries lead to: their routes may send requests elsewhere. */
export function isBesideServices(mesh: Mesh, address: Address): boolean {
  return address.kind === 'pod' && ownAddressesOf(mesh, address).some(({ kind }) => kind !== 'pod')
}
