import type { Mesh } from '../model/mesh.ts'
import type { ExternalHost, Service, ServicePort } from '../model/service.ts'
import { selects, type Workload } from '../model/workload.ts'
import { indexByNamespace, perMesh } from './host-index.ts'

const servicesIn = perMesh((mesh) => indexByNamespace(mesh.services))
const workloadsIn = perMesh((mesh) => indexByNamespace(mesh.workloads))
const servicesByName = perMesh((mesh) => new Map(mesh.services.map((service) => [`${service.namespace}/${service.name}`, service])))
const workloadsByName = perMesh((mesh) => {
  const index = new Map<string, Workload>()
  // Of several kinds with one name the first counts.
  for (const workload of mesh.workloads) {
    const name = `${workload.namespace}/${workload.name}`
    if (!index.has(name)) index.set(name, workload)
  }
  return index
})

export function findService(mesh: Mesh, namespace: string, name: string): Service | undefined {
  return servicesByName(mesh).get(`${namespace}/${name}`)
}

export function findWorkload(mesh: Mesh, namespace: string, name: string): Workload | undefined {
  return workloadsByName(mesh).get(`${namespace}/${name}`)
}

/** Whether the input has Services of a namespace. */
export function hasServices(mesh: Mesh, namespace: string): boolean {
  return servicesIn(mesh)(namespace).length > 0
}

/** The pods of a namespace. */
export function workloadsOf(mesh: Mesh, namespace: string): readonly Workload[] {
  return workloadsIn(mesh)(namespace)
}

const podsBehind = perMesh(() => new WeakMap<Service, readonly Workload[]>())

/** Pods behind a Service; looked for once, because each request to it asks. */
export function backing(mesh: Mesh, service: Service): readonly Workload[] {
  const known = podsBehind(mesh)
  const pods = known.get(service) ?? selectedPods(mesh, service)
  known.set(service, pods)
  return pods
}

function selectedPods(mesh: Mesh, { selector, namespace }: Service): readonly Workload[] {
  if (selector === undefined || Object.keys(selector).length === 0) return []
  return workloadsIn(mesh)(namespace).filter((workload) => !workload.gateway && selects(selector, workload.labels))
}

/** A port of the pods of a workload, where connections arrive. */
export interface PodPort {
  readonly pod: Workload
  readonly port: number
}

/**
 * Pods behind a ServiceEntry, with the port that a request for `port` reaches there; none where it has no selector. They are its endpoints
 * whatever it says about its location (istio:pilot/pkg/serviceregistry/serviceentry, istio:pilot/pkg/serviceregistry/ambient/services.go).
 */
export function backingEntry(mesh: Mesh, entry: ExternalHost, port: number): readonly PodPort[] {
  const { namespace, workloadSelector, ports } = entry
  if (workloadSelector === undefined) return []
  const target = ports.find((own) => own.port === port)?.targetPort ?? port
  return workloadsIn(mesh)(namespace)
    .filter((pod) => !pod.gateway && selects(workloadSelector, pod.labels))
    .map((pod) => ({ pod, port: target }))
}

const servicesBefore = perMesh(() => new WeakMap<Workload, readonly Service[]>())

/** Services whose selector selects a workload's pods; looked for once, because each address of the pods asks. */
export function servicesSelecting(mesh: Mesh, workload: Workload): readonly Service[] {
  const known = servicesBefore(mesh)
  const { namespace, labels } = workload
  const services =
    known.get(workload) ?? servicesIn(mesh)(namespace).filter(({ selector }) => selector !== undefined && selects(selector, labels))
  known.set(workload, services)
  return services
}

/** The container port behind a service port; undefined when it is a name that the pod does not declare, or no pod is known. */
export function containerPort(port: ServicePort, workload: Workload | undefined): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort
  return workload?.ports.find((candidate) => candidate.name === port.targetPort)?.port
}
