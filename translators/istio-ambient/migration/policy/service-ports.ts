import type { Service, ServicePort } from '../../../../src/model/service.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { containerPort } from '../../../../src/resolve/services.ts'

/** Container ports by the service ports that lead to them; undefined for a service port whose named target the input does not resolve. */
export interface PortTable {
  readonly servicePortsOf: (containerPort: number) => readonly number[]
  readonly unresolved: readonly ServicePort[]
  readonly hasTcpChains: boolean
}

/**
 * Waypoints see service ports where sidecars see container ports (istio authorization at the VIP's chain), so that rules have to be
 * renumbered. A named target that means different numbers in different pods is unresolved.
 */
export function portTable(service: Service, workloads: readonly Workload[]): PortTable {
  const table = new Map<number, number[]>()
  const unresolved: ServicePort[] = []
  const tcpPorts = service.ports.filter((port) => port.transport === 'TCP')
  for (const port of tcpPorts) {
    const numbers = new Set(
      workloads.length === 0 ? [containerPort(port, undefined)] : workloads.map((workload) => containerPort(port, workload)),
    )
    const [number] = numbers
    if (numbers.size !== 1 || number === undefined) {
      unresolved.push(port)
      continue
    }
    const list = table.get(number) ?? []
    list.push(port.port)
    table.set(number, list)
  }
  return {
    servicePortsOf: (number) => table.get(number) ?? [],
    unresolved,
    hasTcpChains: tcpPorts.some((port) => !isDeclaredHttp(port)),
  }
}

export function isDeclaredHttp(port: Pick<ServicePort, 'protocol'>): boolean {
  return port.protocol === 'http' || port.protocol === 'http2' || port.protocol === 'grpc'
}

/** Ports on which Envoy never looks for HTTP. */
export function isOpaque(port: Pick<ServicePort, 'protocol'>): boolean {
  return port.protocol === 'tcp' || port.protocol === 'tls' || port.protocol === 'https'
}
