import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { compareText } from '../../../src/diagnostics/place.ts'
import type { PeerAuthentication } from '../../../src/model/authentication.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import { hasSidecar } from '../../../src/model/data-plane.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { uncapturedOf } from '../../../src/resolve/uncaptured.ts'

/**
 * Ports of pods that their sidecars leave alone, such as 15020 with the metrics that a Prometheus outside the mesh scrapes. Cilium's policy is for
 * every port of a pod, so it closes them to the clients that it does not let in.
 */
export function closedUncapturedPorts(policy: AuthorizationPolicy | PeerAuthentication, mesh: Mesh): Diagnostic[] {
  const found = mesh.workloads.flatMap((pod) => {
    const governed =
      hasSidecar(pod.dataPlane) && !pod.gateway && pod.address === undefined && attachedTo(policy.attachment, pod, mesh.settings)
    const uncaptured = governed ? uncapturedOf(mesh, pod) : undefined
    return uncaptured === undefined ? [] : [uncaptured]
  })
  if (found.length === 0) return []
  const ports = [...new Set(found.map(({ text }) => text))].sort(compareText).join('; ')
  const parameters = { policy: `${policy.namespace}/${policy.name}`, ports }
  const announcesAt = found.flatMap(({ addresses }) => addresses)
  return [diagnose(catalogue.ciliumClosesUncaptured, policy.place.field('spec'), parameters, { announcesAt })]
}
