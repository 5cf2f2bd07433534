import { objectText } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { type CheckedPods, hasAddress } from './obstacle.ts'

/**
 * Connections that do not meet the config of a Service on their way to its pods, by name (cc:pkg/ciliumenvoyconfig, cc:bpf/bpf_lxc.c): the proxy of a node has
 * those of local pods to the address of the Service, and nothing else.
 */
export function bypassesOf({ pods, services }: CheckedPods, { workloads, gateways }: Mesh): readonly string[] {
  const named = (what: string, objects: readonly { readonly place: { readonly object: Parameters<typeof objectText>[0] } }[]): string[] => {
    const names = [...new Set(objects.map(({ place }) => `\`${objectText(place.object)}\``))].sort()
    return names.length === 0 ? [] : [`${what} ${names.join(', ')}`]
  }
  const fromOutside = services.filter((service: Service) => hasAddress(service) && service.fromOutside !== undefined)
  const onNodes = workloads.filter(({ hostNetwork, gateway }) => hostNetwork && !gateway)
  return [
    ...named('calls to addresses of the pods of', pods),
    ...named(
      'calls to headless',
      services.filter(({ headless }) => headless),
    ),
    ...named('calls from outside of the cluster to', fromOutside),
    ...named('perhaps calls from the network of nodes, such as of', onNodes),
    'calls of pods that keep a sidecar, which chooses pods itself',
    ...named('calls through gateways, such as', [
      ...workloads.filter(({ gateway }) => gateway),
      ...gateways.filter(({ api }) => api === 'istio'),
    ]),
    'all calls from nodes whose agent does not take the config, of which no status tells',
  ]
}
