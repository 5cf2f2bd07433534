import type { ObjectRef } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { serviceOfHost } from '../../../src/resolve/hosts.ts'
import type { PortRoutes } from './port-routes.ts'

/** Names of routes and configs that nothing else in their namespace has. */
export class RouteNames {
  readonly #taken = new Set<string>()
  readonly #mesh: Mesh

  constructor(mesh: Mesh) {
    this.#mesh = mesh
    for (const { place } of [...mesh.routes, ...mesh.nodeRoutes]) this.#taken.add(nameOf(place.object))
  }

  ofRoute(routes: PortRoutes, table: RouteTable, all: readonly PortRoutes[]): string {
    return this.#free('HTTPRoute', routes.service.namespace, routeName(routes, table, all), () => false)
  }

  /** After the Service and its port. The operator calls what it makes of routes like their Service (cc:operator/pkg/gateway-api/gamma_reconcile.go). */
  ofConfig({ service, port }: Pick<PortRoutes, 'service' | 'port'>): string {
    const { namespace } = service
    return this.#free(
      'CiliumEnvoyConfig',
      namespace,
      configName({ service, port }),
      (name) => serviceOfHost(this.#mesh, name, namespace) !== undefined,
    )
  }

  #free(kind: string, namespace: string, base: string, isUsed: (name: string) => boolean): string {
    let name = base
    for (let count = 1; this.#taken.has(`${kind} ${namespace}/${name}`) || isUsed(name); count += 1)
      name = count === 1 ? `${base}-mesh` : `${base}-mesh-${count}`
    this.#taken.add(`${kind} ${namespace}/${name}`)
    return name
  }
}

/** After the table, with the Service and the port where it has routes for several. */
function routeName({ service, port }: PortRoutes, { name }: RouteTable, all: readonly PortRoutes[]): string {
  const own = all.filter((other) => other.service === service)
  return [name, ...(own.length < all.length ? [service.name] : []), ...(own.length > 1 ? [String(port.port)] : [])].join('-')
}

function configName({ service, port }: Pick<PortRoutes, 'service' | 'port'>): string {
  return `${service.name}-${port.port}`
}

function nameOf({ kind, namespace, name }: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`
}

/** What an earlier conversion would have called the objects of a port. */
export function plannedNames(routes: PortRoutes, table: RouteTable, all: readonly PortRoutes[]): readonly string[] {
  const { namespace } = routes.service
  return [nameOf({ kind: 'HTTPRoute', namespace, name: routeName(routes, table, all) }), plannedConfig(routes)]
}

export function plannedConfig(routes: Pick<PortRoutes, 'service' | 'port'>): string {
  return nameOf({ kind: 'CiliumEnvoyConfig', namespace: routes.service.namespace, name: configName(routes) })
}
