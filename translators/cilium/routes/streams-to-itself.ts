import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable, StreamMatch, StreamRule } from '../../../src/model/route.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { selects } from '../../../src/model/workload.ts'
import { backing } from '../../../src/resolve/services.ts'
import { failed } from '../../gateway-api/write/obstacle.ts'
import { destinationOf } from './destinations.ts'
import { clusterSettingsOf } from './envoy/cluster-settings.ts'
import { readsHttp } from './port-routes.ts'

/** What TCP rules come to that change nothing, or what keeps them from it. */
export type StreamOutcome =
  | { readonly diagnostics: readonly Diagnostic[] }
  | { readonly obstacle: { readonly place: Place; readonly what: string } }

/**
 * TCP rules that lead each connection to the very port that the client called, of all pods of the Service: without them it arrives there as well. Example: a database
 * whose only subset names the version of all of its pods. Not beside HTTP: what a sidecar makes of other bytes is not what a proxy of the node does.
 */
export function streamsToItself(table: RouteTable, services: readonly Service[], mesh: Mesh): StreamOutcome {
  const { http, tls, tcp } = table
  const [first] = [...tls, ...tcp]
  const no = (what: string, place = first!.place): StreamOutcome => ({ obstacle: { place, what } })
  if (tls.length > 0 || http.length > 0) return no('TLS or TCP rules, which routes of Services do not have')
  const diagnostics: Diagnostic[] = []
  for (const service of services)
    for (const port of service.ports) {
      if (readsHttp(port) || port.transport !== 'TCP')
        return no(`TCP rules for \`${service.name}\`, whose port ${port.port} is not one of TCP alone`)
      const rule = tcp.find(({ matches }) => matches.length === 0 || matches.some((match) => mayMatch(match, port)))
      if (rule === undefined) continue
      const led = leadsBack(rule, { table, service, port, mesh })
      if ('obstacle' in led) return led
      diagnostics.push(...led.diagnostics)
    }
  return { diagnostics }
}

function mayMatch({ port: own, gateways }: StreamMatch, { port }: ServicePort): boolean {
  return (own === undefined || own === port) && (gateways === undefined || gateways.includes('mesh'))
}

interface Called {
  readonly table: RouteTable
  readonly service: Service
  readonly port: ServicePort
  readonly mesh: Mesh
}

function leadsBack({ matches, backends, place }: StreamRule, { table, service, port, mesh }: Called): StreamOutcome {
  const no = (what: string, at = place): StreamOutcome => ({ obstacle: { place: at, what } })
  const own = matches.filter((match) => mayMatch(match, port))
  if (!own.every(asksForPortAlone)) return no('conditions of TCP rules on clients or addresses')
  const [backend, ...others] = backends
  if (backend === undefined || others.length > 0) return no('TCP rules that divide connections among destinations')
  const found = destinationOf(backend, table, port.port, mesh)
  if (failed(found)) return no(found.obstacles[0]!.what, found.obstacles[0]!.place)
  const { value: destination } = found
  if (destination.service !== service || destination.port !== port)
    return no('TCP rules that lead to another Service or port, which routes of Services do not have', backend.place)
  const { subset } = destination
  if (subset === undefined) return { diagnostics: [] }
  const pods = backing(mesh, service)
  if (pods.length === 0 || !pods.every(({ labels }) => selects(subset.labels, labels)))
    return no(`TCP rules for the subset \`${subset.name}\`, which has not all pods of \`${service.name}\``, backend.place)
  const [asked] = clusterSettingsOf(destination, mesh).asked
  if (asked !== undefined) return no(asked.what, asked.place)
  const isSelected = Object.entries(subset.labels).every(([label, value]) => service.selector?.[label] === value)
  const at = `${service.namespace}/${service.name}:${port.port}`
  return { diagnostics: isSelected ? [] : [diagnose(catalogue.ciliumWholeSubset, backend.place, { port: at, subset: subset.name })] }
}

function asksForPortAlone({ sniHosts, destinationSubnets, sourceSubnets, clientLabels, clientNamespace }: StreamMatch): boolean {
  const lists = [sniHosts, destinationSubnets, sourceSubnets]
  return lists.every((list) => list.length === 0) && clientLabels === undefined && clientNamespace === undefined
}
