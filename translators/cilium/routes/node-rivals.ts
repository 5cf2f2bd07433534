import { compareText, type Place } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'

/** What routes a Service at the proxies of nodes already: its names (`CiliumEnvoyConfig shop/web-80`), places, and the ports, where it names some. */
export interface NodeRival {
  readonly name: string
  readonly place: Place
  readonly ports: readonly number[]
}

/** Routes of Gateway API and configs of Envoy that are bound to a Service. */
export function nodeRivals({ namespace, name }: Service, { routes, nodeRoutes }: Mesh): readonly NodeRival[] {
  const found = new Map<string, NodeRival>()
  for (const { bindings, place } of [...routes, ...nodeRoutes]) {
    const own = bindings.flatMap((binding) =>
      binding.to === 'service' && binding.target.kind === 'Service' && binding.target.name === name && binding.namespace === namespace
        ? [binding]
        : [],
    )
    const { kind, namespace: of, name: called } = place.object
    const key = `${kind} ${of}/${called}`
    if (own.length > 0) found.set(key, { name: key, place, ports: own.flatMap(({ port }) => (port === undefined ? [] : [port])) })
  }
  return [...found.values()].sort((a, b) => compareText(a.name, b.name))
}

/** Whether one of them, by one of these names, is for the port: an earlier conversion has written it. */
export function isRoutedAlready(rivals: readonly NodeRival[], port: ServicePort, names: readonly string[]): boolean {
  return rivals.some((rival) => names.includes(rival.name) && rival.ports.includes(port.port))
}
