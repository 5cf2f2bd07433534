import { validateEmitted } from '../../../src/crd/validate.ts'
import type { TargetVersions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { byNamespace, perMesh } from '../../../src/resolve/host-index.ts'
import type { RouteSite } from './actions.ts'
import { routeRules, rulesForPort } from './http-rules.ts'
import type { Attempt, Obstacle } from './obstacle.ts'
import { streamRoute } from './stream-routes.ts'
import type { VersionService } from './version-service.ts'

interface Written {
  readonly routes: readonly KubernetesObject[]
  readonly versionServices: readonly VersionService[]
}

/** Ports that Istio routes as HTTP; the protocol of `auto` is sniffed, and its HTTP follows the HTTP rules. */
export function isHttp({ protocol, transport }: ServicePort): boolean {
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
  const write = (service: Service, port: number, kind: string, apiVersion: string, spec: object) => {
    const several = { services: services.length > 1, ports: routableCount(table, service) > 1 }
    const base = [table.name, ...(several.services ? [service.name] : []), ...(several.ports ? [String(port)] : [])].join('-')
    const claims = claimedNames(mesh)
    const free = (candidate: string) =>
      !taken.has(candidate) && (claims.get(`${table.namespace}/${candidate}`) ?? table.place) === table.place
    let name = base
    for (let count = 1; !free(name); count += 1) name = count === 1 ? `${base}-mesh` : `${base}-mesh-${count}`
    taken.add(name)
    claims.set(`${table.namespace}/${name}`, table.place)
    routes.push({
      apiVersion,
      kind,
      metadata: { name, namespace: service.namespace, labels: { 'app.kubernetes.io/managed-by': 'unsidecar' } },
      spec: { parentRefs: [{ group: '', kind: 'Service', name: service.name, port }], ...spec },
    })
  }
  for (const { service, port } of drafts) {
    const site: RouteSite = { service, port: port.port, namespace: table.namespace, mesh, versions, versionServices, obstacles }
    if (isHttp(port)) {
      const rules = routeRules(rulesForPort(table.http, port.port), table.place.field('spec').field('http'), site)
      if (rules.length > 0) write(service, port.port, 'HTTPRoute', 'gateway.networking.k8s.io/v1', { rules })
    } else if (port.transport === 'TCP') {
      const route = streamRoute(table, port, site)
      if (route !== undefined) write(service, port.port, route.kind, 'gateway.networking.k8s.io/v1', route.spec)
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

const routesIn = perMesh((mesh) => byNamespace(mesh.routes))

function routableCount(table: RouteTable, service: Service): number {
  return service.ports.filter((port) => (isHttp(port) ? table.http.length > 0 : table.tcp.length + table.tls.length > 0)).length
}
