import type { Workload } from '../../workload.ts'

/** Who guards a port of a pod. */
export type Enforcement = 'sidecar' | 'ztunnel' | 'none' | 'unknown'

/**
 * Who guards a port of a pod: nobody where the pod is outside the mesh, where annotations keep the port from its sidecar, or the whole pod
 * from ztunnel (istio:tools/istio-iptables, istio:cni/pkg/nodeagent).
 */
export function enforcementAt(workload: Workload, port: number): Enforcement {
  // A gateway's pods are a proxy themselves.
  if (workload.gateway) return 'sidecar'
  if (workload.dataPlane === 'unknown') return 'unknown'
  if (workload.dataPlane === 'none' || workload.hostNetwork) return 'none'
  if (workload.dataPlane === 'ambient')
    return workload.annotations['ambient.istio.io/bypass-inbound-capture'] === 'true' ? 'none' : 'ztunnel'
  return reachesSidecar(workload, port) ? 'sidecar' : 'none'
}

function reachesSidecar({ annotations }: Workload, port: number): boolean {
  const listed = (name: string): string[] | undefined =>
    annotations[`traffic.sidecar.istio.io/${name}`]?.split(',').map((item) => item.trim())
  const included = listed('includeInboundPorts') ?? ['*']
  // The exclusion counts only beside `*` (istio:tools/istio-iptables/pkg/capture/run.go handleInboundPortsInclude).
  return included.includes('*') ? !(listed('excludeInboundPorts') ?? []).includes(String(port)) : included.includes(String(port))
}
