import { validateEmitted } from '../../../src/crd/validate.ts'
import type { TargetVersions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import type { Backend, Mirror, RouteTable } from '../../../src/model/route.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { indexByNamespace, perMesh } from '../../../src/resolve/host-index.ts'
import { rulesOfPort } from '../../../src/resolve/routes/rules-of-port.ts'
import { routeRules } from '../../gateway-api/write/http-rules.ts'
import type { Attempt, Obstacle } from '../../gateway-api/write/obstacle.ts'
import { type RouteDraft, routeObject } from '../../gateway-api/write/route-object.ts'
import { streamRoute } from '../../gateway-api/write/stream-routes.ts'
import { istiod } from '../../istio/istiod.ts'
import { type References, referenceTo, streamReferencesOf } from './references.ts'
import type { VersionService } from './version-service.ts'

interface Written {
  readonly routes: readonly KubernetesObject[]
  readonly versionServices: readonly VersionService[]
}

/** Ports that Istio routes as HTTP; the protocol of `auto` is sniffed, and its HTTP follows the HTTP rules. */
export function mayBeHttp({ protocol, transport }: ServicePort): boolean {
  return transport === 'TCP' && ['http', 'http2', 'grpc', 'auto'].includes(protocol)
}

/** Names of routes and the places of the tables that have them: their own first, then what is made of them, in the mesh's order. */
const claimedNames = perMesh(
  (mesh) =>
    new Map(mesh.routes.filter(({ order }) => order === 'first-match').map((table) => [`${table.namespace}/${table.name}`, table.place])),
)

/**
 * The routes of a table, one for each Service and port, because a route without a port and one with a port shadow each other by age
 * (istio:pilot/pkg/config/kube/gateway/route_collections.go).
 */
export function routeObjects(table: RouteTable, services: readonly Service[], mesh: Mesh, versions: TargetVersions): Attempt<Written> {
  const obstacles: Obstacle[] = []
  const versionServices: VersionService[] = []
  const taken = new Set(routesIn(mesh)(table.namespace).flatMap(({ order, name }) => (order === 'specificity' ? [name] : [])))
  const routes: KubernetesObject[] = []
  const drafts = services.flatMap((service) => service.ports.map((port) => ({ service, port })))
  const nameFor = (service: Service, port: number) => {
    const several = { services: services.length > 1, ports: routableCount(table, service) > 1 }
    const base = [table.name, ...(several.services ? [service.name] : []), ...(several.ports ? [String(port)] : [])].join('-')
    const claims = claimedNames(mesh)
    const free = (candidate: string) =>
      !taken.has(candidate) && (claims.get(`${table.namespace}/${candidate}`) ?? table.place) === table.place
    let name = base
    for (let count = 1; !free(name); count += 1) name = count === 1 ? `${base}-mesh` : `${base}-mesh-${count}`
    taken.add(name)
    claims.set(`${table.namespace}/${name}`, table.place)
    return name
  }
  for (const { service, port } of drafts) {
    const references: References = { service, port: port.port, namespace: table.namespace, mesh, versionServices }
    const route = routeOf(table, port, { references, versions, obstacles })
    if (route !== undefined) {
      const parent = { service: service.name, namespace: service.namespace, port: port.port }
      routes.push(routeObject(route, nameFor(service, port.port), parent))
    }
    if (port.protocol === 'auto' && table.tcp.length + table.tls.length > 0) {
      obstacles.push({ place: table.place, what: `TCP rules beside port ${port.port}, whose protocol is sniffed` })
    }
  }
  // What the emitter knows of routes is less than what their schema asks for.
  if (obstacles.length === 0)
    for (const route of routes)
      for (const problem of validateEmitted(route, versions))
        obstacles.push({ place: table.place, what: `a route that cannot be applied: ${problem}` })
  if (obstacles.length === 0 && routes.length === 0)
    obstacles.push({ place: table.place, what: 'rules that no port of the Service follows' })
  return obstacles.length > 0 ? { obstacles } : { value: { routes, versionServices } }
}

interface PortSite {
  readonly references: References
  readonly versions: TargetVersions
  readonly obstacles: Obstacle[]
}

/** The route of one port, where the table has rules for it. */
function routeOf(table: RouteTable, port: ServicePort, { references, versions, obstacles }: PortSite): RouteDraft | undefined {
  const site = { port: port.port, versions, controller: istiod, obstacles }
  if (mayBeHttp(port)) {
    const http = { ...site, referenceTo: (named: Backend | Mirror) => referenceTo(named, references) }
    const rules = routeRules(rulesOfPort(table.http, port.port), table.place.field('spec').field('http'), http)
    return rules.length === 0 ? undefined : { kind: 'HTTPRoute', spec: { rules } }
  }
  if (port.transport !== 'TCP') return undefined
  const rules = { tls: rulesOfPort(table.tls, port.port), tcp: rulesOfPort(table.tcp, port.port) }
  // A waypoint knows the traffic of a Service by its name (istio:pilot/pkg/networking/core/listener_waypoint.go buildWaypointNetworkFilters).
  const serverName = references.service.host
  return streamRoute(rules, { ...site, serverName, referencesOf: (rule) => streamReferencesOf(rule, references) })
}

const routesIn = perMesh((mesh) => indexByNamespace(mesh.routes))

function routableCount(table: RouteTable, service: Service): number {
  return service.ports.filter((port) => (mayBeHttp(port) ? table.http.length > 0 : table.tcp.length + table.tls.length > 0)).length
}
