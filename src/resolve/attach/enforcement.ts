import { captureText, isCaptured } from '../../model/capture.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { ingressListeners } from './ingress-listener.ts'

/** Pods with this annotation receive what ztunnel does not see (istio:cni/pkg/nodeagent); what they send is captured. */
export const bypassInbound = 'ambient.istio.io/bypass-inbound-capture'

/** Who guards a port of a pod. */
export type Enforcement = 'sidecar' | 'ztunnel' | 'none' | 'unknown'

/**
 * Who guards a port of a pod: no proxy where the pod is outside the mesh, where the port is not captured by its sidecar (`uncapturedPorts`), or
 * the whole pod not by ztunnel (istio:tools/istio-iptables, istio:cni/pkg/nodeagent). Without interception only those ports reach the sidecar
 * on which a Sidecar lets it listen (istio:pilot/pkg/networking/core/listener_inbound.go). A connection through HBONE is for port 15008 of
 * the pod, where the sidecar listens itself: it decides about whatever port the tunnel leads to, captured or not
 * (istio:pilot/pkg/networking/core/listener_inbound.go buildInboundHBONEListeners).
 */
export function enforcementAt(mesh: Mesh, workload: Workload, port: number, connection: { readonly tunnelled: boolean }): Enforcement {
  // A gateway's pods are a proxy themselves.
  if (workload.gateway) return 'sidecar'
  switch (workload.dataPlane) {
    case 'unknown':
      return 'unknown'
    case 'none':
      return 'none'
    case 'ambient':
      return workload.hostNetwork || workload.annotations[bypassInbound] === 'true' ? 'none' : 'ztunnel'
    case 'sidecar':
      if (workload.hostNetwork) return 'none'
      return connection.tunnelled ? 'sidecar' : captured(mesh, workload, port)
  }
}

function captured(mesh: Mesh, workload: Workload, port: number): 'sidecar' | 'none' | 'unknown' {
  if (intercepts(workload)) return isCaptured(workload, port) ? 'sidecar' : 'none'
  const listens = listening(mesh, workload, port)
  if (listens.every((one) => one === listens[0])) return listens[0] === true ? 'sidecar' : 'none'
  return 'unknown'
}

/** Whether each Sidecar that may be the pod's has a listener for a port. */
function listening(mesh: Mesh, workload: Workload, port: number): readonly boolean[] {
  return ingressListeners(mesh, workload).map((listeners) => listeners?.some((listener) => listener.port === port) === true)
}

/** What is not known of who guards a port, by value: tells two doubts apart. */
export function enforcementDoubt(mesh: Mesh, workload: Workload, port: number): string {
  const name = `data plane of ${workload.namespace}/${workload.name}`
  return workload.dataPlane === 'unknown' ? name : `${name}:${port} ${listening(mesh, workload, port).join()}`
}

/** What would tell who guards the ports of a pod, where that is unknown. */
export function enforcementNeeds({ dataPlane, namespace }: Pick<Workload, 'dataPlane' | 'namespace'>): string {
  return dataPlane === 'unknown' ? `the Namespace ${namespace}` : 'which Sidecar of the pods is the oldest (creationTimestamp)'
}

/** Whether anything leads the connections of a pod to its sidecar (`sidecar.istio.io/interceptionMode`, ProxyConfig `interceptionMode`). */
export function intercepts(workload: Pick<Workload, 'annotations' | 'captureDefaults'>): boolean {
  return captureText(workload, 'interceptionMode') !== 'NONE'
}
