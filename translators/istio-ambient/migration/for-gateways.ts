import type { Mesh } from '../../../src/model/mesh.ts'
import { isForGateways } from '../../../src/resolve/gateway-pods.ts'

/**
 * The mesh as far as it is about pods with sidecars: gateways stay what they are, and so does what is attached to them alone. It is neither
 * written for other pods, nor does it hold them.
 */
export function withoutGatewayConfiguration(mesh: Mesh): Mesh {
  const isForPods = ({ attachment }: Mesh['authorization'][number] | Mesh['extensions'][number] | Mesh['requestAuthentication'][number]) =>
    !isForGateways(attachment, mesh)
  return {
    ...mesh,
    authorization: mesh.authorization.filter(isForPods),
    requestAuthentication: mesh.requestAuthentication.filter(isForPods),
    peerAuthentication: mesh.peerAuthentication.filter(({ attachment }) => !isForGateways(attachment, mesh)),
    extensions: mesh.extensions.filter(isForPods),
  }
}
