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
    for (const { order, namespace, name } of mesh.routes) if (order === 'specificity') this.#taken.add(`HTTPRoute ${namespace}/${name}`)
  }

  /** After the table, with the Service and the port where it has routes for several. */
  ofRoute({ service, port }: PortRoutes, { name }: RouteTable, all: readonly PortRoutes[]): string {
    const own = all.filter((other) => other.service === service)
    const base = [name, ...(own.length < all.length ? [service.name] : []), ...(own.length > 1 ? [String(port.port)] : [])].join('-')
    return this.#free('HTTPRoute', service.namespace, base, () => false)
  }

  /** After the Service and its port. The operator calls what it makes of routes like their Service (cc:operator/pkg/gateway-api/gamma_reconcile.go). */
  ofConfig({ service, port }: PortRoutes): string {
    const { namespace } = service
    return this.#free(
      'CiliumEnvoyConfig',
      namespace,
      `${service.name}-${port.port}`,
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
