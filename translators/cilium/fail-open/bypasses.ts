import { objectText } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { containerPort } from '../../../src/resolve/services.ts'
import { readsHttp } from '../routes/port-routes.ts'
import type { CheckedPods } from './node-check.ts'
import { hasAddress } from './obstacle.ts'

/**
 * Connections that do not meet the config of a Service on their way to its pods, by name (cc:pkg/ciliumenvoyconfig, cc:bpf/bpf_lxc.c): the proxy of a node has
 * those of local pods to the address of the Service, and nothing else.
 */
export function bypassesOf(checked: CheckedPods, { workloads, gateways }: Mesh): readonly string[] {
  const { pods, services } = checked
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
    ...portsBeside(checked),
    ...named('calls from outside of the cluster to', fromOutside),
    ...named('perhaps calls from the network of nodes, such as of', onNodes),
    'calls of pods that keep a sidecar, which chooses pods itself',
    // Gateways of every class choose pods themselves, or have them chosen by a config of their own.
    ...named('calls through gateways, such as', [...workloads.filter(({ gateway }) => gateway), ...gateways]),
    'all calls from nodes whose agent does not take the config, of which no status tells',
  ]
}

/**
 * Ports of the Services that have no config, as they do not declare HTTP, and lead to a port of the pods that another one declares for HTTP: sidecars check what
 * arrives at the pod's port, whichever port of a Service it was sent to.
 */
function portsBeside({ pods, services }: CheckedPods): readonly string[] {
  const innerPorts = (port: ServicePort): readonly (number | undefined)[] => pods.map((pod) => containerPort(port, pod))
  const checked = new Set(services.flatMap(({ ports }) => ports.filter(readsHttp).flatMap(innerPorts)))
  const beside = services
    .filter(hasAddress)
    .flatMap((service: Service) =>
      service.ports
        .filter((port) => port.transport === 'TCP' && !readsHttp(port) && innerPorts(port).some((inner) => checked.has(inner)))
        .map(({ port }) => `\`${service.namespace}/${service.name}:${port}\``),
    )
  return beside.length === 0 ? [] : [`connections to ${[...new Set(beside)].sort().join(', ')}, which do not declare HTTP`]
}
