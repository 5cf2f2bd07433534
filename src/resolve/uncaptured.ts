import type { AnnouncedAddress } from '../diagnostics/diagnostic.ts'
import { captureList, isCaptured, uncapturedPorts } from '../model/capture.ts'
import type { Mesh } from '../model/mesh.ts'
import type { Workload } from '../model/workload.ts'
import { containerPort, servicesSelecting } from './services.ts'

/** Ports of a pod that istio-iptables does not lead to its sidecar. */
export interface Uncaptured {
  /** How a message names them: `ports 15020, 15021, 15090`, or `any port but 9090` where a list says which ports are captured. */
  readonly text: string
  /** Their addresses in a comparison: the ports of the pods, without one for every port, and Services that lead to one of them. */
  readonly addresses: readonly AnnouncedAddress[]
}

/** What a pod's sidecar leaves alone; undefined where it captures every port. */
export function uncapturedOf(mesh: Mesh, pod: Workload): Uncaptured | undefined {
  const included = captureList(pod, 'includeInboundPorts')?.filter((port) => port !== '')
  const isList = included !== undefined && !included.includes('*')
  const ports = uncapturedPorts(pod)
  if (!isList && ports.length === 0) return undefined
  const own = { of: 'pods', namespace: pod.namespace, name: pod.name } as const
  const services = servicesSelecting(mesh, pod).flatMap(({ namespace, name, ports: declared }) =>
    declared.flatMap((port): AnnouncedAddress[] => {
      const target = containerPort(port, pod)
      return target !== undefined && !isCaptured(pod, target) ? [{ of: 'service', namespace, name, port: port.port }] : []
    }),
  )
  return {
    text: isList ? `any port but ${included.join(', ') || 'none'}` : `ports ${ports.join(', ')}`,
    addresses: [...(isList ? [own] : ports.map((port) => ({ ...own, port }))), ...services],
  }
}
