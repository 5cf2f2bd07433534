import type { Attachment } from '../model/authorization.ts'
import type { Mesh } from '../model/mesh.ts'
import type { Service } from '../model/service.ts'
import { type Labels, selects } from '../model/workload.ts'
import { indexByNamespace, perMesh } from '../resolve/host-index.ts'

/**
 * Whether something is attached to gateways alone, whose pods may come from a Helm release that the input does not have: its labels are those
 * of Istio's own gateways, or of the pods that a Gateway of the input selects. Where the input has a pod with those labels that is not a
 * gateway, or a Service whose pods it does not have and that may be such pods, it is theirs too.
 */
export function isForGateways(attachment: Attachment, mesh: Mesh): boolean {
  if (attachment.scope !== 'workloads') return false
  const { labels, namespace } = attachment
  const pods = (namespace === undefined ? mesh.workloads : podsIn(mesh)(namespace)).filter((pod) => selects(labels, pod.labels))
  if (pods.some((pod) => !pod.gateway)) return false
  if (isGatewayByConvention(labels)) return true
  if (!gatewaySelectors(mesh).some((selector) => selects(selector, labels))) return false
  return (
    pods.length > 0 ||
    !(namespace === undefined ? mesh.services : servicesIn(mesh)(namespace)).some(
      ({ selector }) => selector !== undefined && selects(selector, labels),
    )
  )
}

const podsIn = perMesh(({ workloads }) => indexByNamespace(workloads))
const servicesIn = perMesh(({ services }) => indexByNamespace(services))

const gatewaySelectors = perMesh((mesh) =>
  mesh.gateways.flatMap(({ selector }) => (selector === undefined || Object.keys(selector).length === 0 ? [] : [selector])),
)

/** The Service in front of gateways. */
export function isServiceOfGateways({ selector }: Service, mesh: Mesh): boolean {
  if (selector === undefined) return false
  return isGatewayByConvention(selector) || gatewaySelectors(mesh).some((labels) => selects(labels, selector))
}

/** The labels of gateways in Istio's charts and installation profiles, and the one that the controller of Gateway API gives its pods. */
function isGatewayByConvention(labels: Labels): boolean {
  return (
    Object.hasOwn(labels, 'gateway.networking.k8s.io/gateway-name') ||
    Object.hasOwn(labels, 'istio.io/gateway-name') ||
    /^(?:ingress|egress|eastwest)gateway$/.test(labels.istio ?? '') ||
    /^istio-(?:ingress|egress|eastwest)gateway$/.test(labels.app ?? '')
  )
}
