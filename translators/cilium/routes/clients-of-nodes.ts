import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'

/**
 * Who calls a Service from the network of a node, as far as the input tells: the proxy of a node that has routes for a Service knows pods alone, and
 * answers others with 500 (cilium/cilium#43964). At `at` is what the routes are written for.
 */
export function clientsOfNodes(services: readonly Service[], at: Place, { workloads }: Mesh): readonly Diagnostic[] {
  const pod = workloads.find(({ hostNetwork, gateway }) => hostNetwork && !gateway)
  return services.flatMap((service) => {
    const clients = [
      ...(pod === undefined ? [] : [{ client: 'pods on the network of their node', place: pod.place }]),
      ...(service.fromOutside === undefined ? [] : [{ client: 'clients that arrive through a node port', place: service.place }]),
    ]
    return clients.map(({ client, place }) =>
      diagnose(
        catalogue.ciliumClientsOfNodes,
        at,
        { client, service: objectText(service.place.object) },
        { related: [{ place, message: `such as those of \`${objectText(place.object)}\`` }] },
      ),
    )
  })
}
