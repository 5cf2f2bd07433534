import type { Place } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Backend, HttpRule, Mirror, RouteTable } from '../../../src/model/route.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { understandsHttp } from '../../../src/resolve/declared-protocol.ts'
import { rulesOfPort } from '../../../src/resolve/routes/rules-of-port.ts'
import { type Attempt, failed } from '../../gateway-api/write/obstacle.ts'
import { withoutAborts } from './aborted-rules.ts'
import { type Destination, destinationOf } from './destinations.ts'
import type { SubsetServices } from './subset-services.ts'

/** A destination by the Service that stands for it: the whole one, or that of a subset. */
export interface NamedBackend {
  readonly name: string
  readonly namespace: string
  readonly port: number
  readonly destination: Destination
}

/** The routes of one port of a Service, as sidecars of all clients follow them. */
export interface PortRoutes {
  readonly service: Service
  readonly port: ServicePort
  /** Tried in this order; without any, requests go to the Service itself. */
  readonly rules: readonly HttpRule[]
  /** What all of them come from. */
  readonly place: Place
  /** How often a rule retries that says nothing of it. */
  readonly defaultRetries: number
  backendOf(named: Backend | Mirror): Attempt<NamedBackend>
}

/** The routes that a table has for the ports of a Service on which sidecars read HTTP. */
export function routesOfPorts(table: RouteTable, service: Service, mesh: Mesh, subsets: SubsetServices): readonly PortRoutes[] {
  return service.ports.flatMap((port): readonly PortRoutes[] => {
    const rules = readsHttp(port) ? rulesOfPort(table.http, port.port).map(withoutAborts) : []
    if (rules.length === 0) return []
    const backendOf = (named: Backend | Mirror): Attempt<NamedBackend> => {
      const destination = destinationOf(named, table, port.port, mesh)
      return failed(destination) ? destination : namedBackend(destination.value, named.place, subsets)
    }
    return [{ service, port, rules, place: table.place.field('spec').field('http'), defaultRetries: retriesOf(mesh), backendOf }]
  })
}

export function namedBackend(destination: Destination, at: Place, subsets: SubsetServices): Attempt<NamedBackend> {
  const { service, port, subset } = destination
  const name: Attempt<string> = subset === undefined ? { value: service.name } : subsets.nameOf(service, subset, at)
  return failed(name) ? name : { value: { name: name.value, namespace: service.namespace, port: port.port, destination } }
}

export function readsHttp({ protocol, transport }: ServicePort): boolean {
  return transport === 'TCP' && understandsHttp(protocol, 'http')
}

/** Two, where the mesh says nothing else (istio:pilot/pkg/networking/core/route/retry/retry.go DefaultPolicy). */
export function retriesOf({ settings }: Mesh): number {
  return settings.defaultRetryAttempts ?? 2
}

/** Every destination and mirror that the rules name. */
export function namedIn(rules: readonly HttpRule[]): readonly (Backend | Mirror)[] {
  return rules.flatMap(({ action }) => [...action.backends, ...action.mirrors])
}
