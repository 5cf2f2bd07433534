import type { Mesh } from '../model/mesh.ts'
import type { PortProtocol } from '../model/service.ts'
import type { Workload } from '../model/workload.ts'
import { ingressListeners } from './attach/ingress-listener.ts'

import { containerPort, servicesSelecting } from './services.ts'

/**
 * How Istio reads the bytes on a pod's port: the declaration of the Service that has the port, `auto` when no Service has it. When
 * Services disagree the oldest wins (istio:pilot/pkg/serviceregistry/kube/controller); ages are rarely in the input, so the
 * disagreement gives undefined. A Sidecar with ingress listeners declares all ports itself; others pass through and are sniffed.
 */
export function protocolOf(mesh: Mesh, workload: Workload, port: number): PortProtocol | undefined {
  const declared = declaredProtocols(mesh, workload, port)
  if (declared.length === 0) return 'auto'
  return declared.length === 1 ? declared[0] : undefined
}

/** Every protocol that a Service, or in their place a Sidecar that may be the pod's, declares for a pod's port, sorted. */
export function declaredProtocols(mesh: Mesh, workload: Workload, port: number): readonly PortProtocol[] {
  const possible = ingressListeners(mesh, workload)
  if (possible.every((listeners) => listeners === undefined)) return declaredByServices(mesh, workload, port)
  const each = possible.map((listeners): readonly PortProtocol[] => {
    if (listeners !== undefined) return [listeners.find((listener) => listener.port === port)?.protocol ?? 'auto']
    const declared = declaredByServices(mesh, workload, port)
    return declared.length === 0 ? ['auto'] : declared
  })
  return [...new Set(each.flat())].sort()
}

/**
 * What each Sidecar and each Service declares for a pod's port, by value: tells two doubts about its protocol apart. Where two Services swap their protocols,
 * the oldest declares another one, whichever it is.
 */
export function protocolsByDeclarer(mesh: Mesh, workload: Workload, port: number): string {
  const bySidecars = ingressListeners(mesh, workload).map(
    (listeners) => listeners?.find((one) => one.port === port)?.protocol ?? !listeners,
  )
  const byServices = servicesSelecting(mesh, workload).flatMap(({ name, ports }) =>
    ports.flatMap((one) => (containerPort(one, workload) === port ? [[name, one.protocol]] : [])),
  )
  return JSON.stringify([bySidecars, byServices.map((one) => one.join(' ')).sort()])
}

function declaredByServices(mesh: Mesh, workload: Workload, port: number): readonly PortProtocol[] {
  const declared = new Set<PortProtocol>()
  for (const service of servicesSelecting(mesh, workload)) {
    for (const candidate of service.ports) if (containerPort(candidate, workload) === port) declared.add(candidate.protocol)
  }
  return [...declared].sort()
}

/** True when the port's filter chain understands HTTP for a client that speaks `protocol`. */
export function understandsHttp(declared: PortProtocol, protocol: 'http' | 'tcp'): boolean {
  const reads = readsHttp[declared]
  return reads === 'sniffed' ? protocol === 'http' : reads
}

/** Whether proxies read the bytes of a port as HTTP; `sniffed`: where they are HTTP. */
const readsHttp: Readonly<Record<PortProtocol, boolean | 'sniffed'>> = {
  http: true,
  http2: true,
  grpc: true,
  auto: 'sniffed',
  tcp: false,
  tls: false,
  https: false,
  udp: false,
  other: false,
}
