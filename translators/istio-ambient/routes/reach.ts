import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { Backend, Mirror, RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { indexByNamespace, perMesh } from '../../../src/resolve/host-index.ts'
import { hostsMatch } from '../../../src/resolve/hosts.ts'
import { rulesOfPort } from '../../../src/resolve/routes/rules-of-port.ts'
import { failed } from '../../gateway-api/write/obstacle.ts'
import { isMeshTable } from './candidates.ts'
import { backendTargetOf, type RequestPort } from './destinations.ts'
import { trustFindings } from './trust.ts'
import { mayBeHttp } from './write.ts'

/** The Services whose requests a table routes at a waypoint of its own namespace: those of its hosts, or those that it is attached to. */
export function servicesRoutedBy(table: RouteTable, mesh: Mesh): Service[] {
  const hosts = isMeshTable(table) ? table.hosts.map(({ host }) => resolveHost(host, table.namespace, mesh.settings.clusterDomain)) : []
  return servicesIn(mesh)(table.namespace).filter(
    (service) =>
      hosts.some((host) => hostsMatch(host, service.host)) ||
      table.bindings.some(
        (binding) =>
          binding.to === 'service' &&
          binding.target.kind === 'Service' &&
          binding.target.name === service.name &&
          binding.namespace === service.namespace,
      ),
  )
}

const servicesIn = perMesh((mesh) => indexByNamespace(mesh.services))

/** Each destination and mirror of a table, with the port of the Service that leads to it. */
export function* reachedBackends(
  table: RouteTable,
  service: Service,
): Generator<{ readonly named: Backend | Mirror; readonly from: RequestPort }> {
  for (const own of service.ports) {
    const { port, transport } = own
    if (transport !== 'TCP') continue
    for (const rule of mayBeHttp(own) ? rulesOfPort(table.http, port) : []) {
      for (const named of [...rule.action.backends, ...rule.action.mirrors]) yield { named, from: { port, rules: 'http' } }
    }
    for (const rule of [...rulesOfPort(table.tls, port), ...rulesOfPort(table.tcp, port)]) {
      for (const named of rule.backends) yield { named, from: { port, rules: 'stream' } }
    }
  }
}

/** What is to be said about the policies of a table's destinations; subsets are parts of the same pods. */
export function destinationFindings(table: RouteTable, service: Service, mesh: Mesh): Diagnostic[] {
  return [...reachedBackends(table, service)].flatMap(({ named, from }) => {
    const whole = { host: named.host, place: named.place, ...(named.port === undefined ? {} : { port: named.port }) }
    const destination = backendTargetOf(whole, table.namespace, from, mesh)
    return failed(destination) ? [] : trustFindings(service, from.port, destination.value, named.place, mesh)
  })
}
