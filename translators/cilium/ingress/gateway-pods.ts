import type { EdgeGateway } from '../../../src/model/gateway.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { selects, type Workload } from '../../../src/model/workload.ts'

/** The pods of a Gateway of Istio that the input has. */
export function podsOfGateway({ selector }: EdgeGateway, mesh: Mesh): readonly Workload[] {
  return selector === undefined ? [] : mesh.workloads.filter((pod) => selects(selector, pod.labels))
}

/** Services in front of them: those that select what the Gateway selects, or its pods. */
export function servicesOf(gateway: EdgeGateway, mesh: Mesh): readonly Service[] {
  const { selector: wanted = {} } = gateway
  const pods = podsOfGateway(gateway, mesh)
  return mesh.services.filter(
    ({ selector, namespace }) =>
      selector !== undefined &&
      (pods.length === 0
        ? selects(wanted, selector) || selects(selector, wanted)
        : pods.some((pod) => pod.namespace === namespace && selects(selector, pod.labels))),
  )
}

/** What Istio's charts and profiles label gateways for requests from outside with. */
export function isIngressByConvention({ selector = {} }: EdgeGateway): boolean {
  return /^ingress/.test(selector.istio ?? '') || /^(?:istio-)?ingress/.test(selector.app ?? '')
}
