import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { enforcementAt } from '../attach/enforcement.ts'

/** The port of HBONE at ztunnel and at sidecars. */
export const tunnelPort = 15_008

/** How a connection to a pod arrives there: with which identity, and whether HBONE carried it. */
interface Inbound {
  readonly identity: string | undefined
  readonly tunnelled: boolean
}

/**
 * The port that the network sees for a connection to a pod's port. HBONE hides it: the connection goes to 15008, such as when ztunnel sends to
 * `shop/cart:8080` (istio:architecture/ambient/ztunnel.md).
 */
export function wirePort(mesh: Mesh, pod: Workload, port: number, connection: Inbound): number {
  switch (enforcementAt(mesh, pod, port, connection)) {
    case 'ztunnel':
      return connection.identity === undefined ? port : tunnelPort
    case 'sidecar':
      return connection.tunnelled ? tunnelPort : port
    case 'none':
    case 'unknown':
      return port
  }
}
