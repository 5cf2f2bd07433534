import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { type Namespace, selects, type Workload } from '../../../src/model/workload.ts'
import { indexByNamespace } from '../../../src/resolve/host-index.ts'

/** The facts of a mesh that no hold-back changes; shared by all drafts of its migration. */
export interface Topology {
  workloadsIn(namespace: string): readonly Workload[]
  servicesIn(namespace: string): readonly Service[]
  namespaceNamed(name: string): Namespace | undefined
  workloadsOf(service: Service): readonly Workload[]
  servicesOf(workload: Workload): readonly Service[]
}

export function topologyOf(mesh: Mesh): Topology {
  const workloads = new Map<Service, Workload[]>()
  const services = new Map<Workload, Service[]>()
  const workloadsIn = indexByNamespace(mesh.workloads)
  const servicesIn = indexByNamespace(mesh.services)
  const namespaces = new Map(mesh.namespaces.map((namespace) => [namespace.name, namespace]))
  for (const service of mesh.services) {
    const selector = service.selector
    const found =
      selector === undefined || Object.keys(selector).length === 0
        ? []
        : workloadsIn(service.namespace).filter((workload) => selects(selector, workload.labels))
    workloads.set(service, found)
    for (const workload of found) services.set(workload, [...(services.get(workload) ?? []), service])
  }
  return {
    workloadsIn,
    servicesIn,
    namespaceNamed: (name) => namespaces.get(name),
    workloadsOf: (service) => workloads.get(service) ?? [],
    servicesOf: (workload) => services.get(workload) ?? [],
  }
}
