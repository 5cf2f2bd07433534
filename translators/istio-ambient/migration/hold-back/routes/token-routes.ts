import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { type Mesh, resolveHost } from '../../../../../src/model/mesh.ts'
import { type Atom, atomsOf } from '../../../../../src/model/predicate.ts'
import type { HttpRule, RouteTable } from '../../../../../src/model/route.ts'
import type { Service } from '../../../../../src/model/service.ts'
import { HostIndex, perMesh } from '../../../../../src/resolve/host-index.ts'
import { behindTokenCheck, tokenLocations } from '../../../../../src/resolve/written-headers.ts'
import { mutatedAttributes } from '../../../routes/mutations.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { boundServices, holdPodsOf } from '../pods/pods.ts'

/**
 * Routes and token checks that change places. Sidecars of clients route first and the sidecar of `shop/cart` checks tokens afterwards; the
 * waypoint of `shop/cart` checks tokens, and chooses the route then. A route that looks for `authorization`, or sets the header in which the
 * token stands, comes out otherwise.
 */
export function tokenRouteHoldBacks(migration: Migration): HoldBack[] {
  return boundServices(migration).flatMap((service) => [...lookedAt(migration, service), ...changed(migration, service)])
}

function lookedAt(migration: Migration, service: Service): HoldBack[] {
  const { headers, parameters } = behindTokenCheck(migration.policiesOf(service).requests)
  if (headers.size + parameters.size === 0) return []
  const nameOf = (atom: Atom): string | undefined => {
    if (atom.kind === 'header' && headers.has(atom.name.toLowerCase())) return `header \`${atom.name}\``
    return atom.kind === 'query' && parameters.has(atom.name) ? `query parameter \`${atom.name}\`` : undefined
  }
  for (const { rule } of rulesByHost(migration.mesh).find(service.host))
    for (const { predicate } of rule.matches)
      for (const atom of atomsOf(predicate)) {
        const attribute = nameOf(atom)
        if (attribute !== undefined)
          return holdPodsOf(migration, service, diagnose(catalogue.routeLooksAtToken, atom.place, { service: service.name, attribute }))
      }
  return []
}

function changed(migration: Migration, service: Service): HoldBack[] {
  const mutated = new Set(mutatedAttributes(migration.mesh, service).headers)
  if (mutated.size === 0) return []
  for (const { issuers, name } of migration.policiesOf(service).requests)
    for (const issuer of issuers)
      for (const location of tokenLocations(issuer)) {
        const header = location.in === 'cookie' ? 'cookie' : location.in === 'header' ? location.name.toLowerCase() : undefined
        if (header === undefined || !mutated.has(header)) continue
        const params = { service: service.name, authentication: name, header }
        return holdPodsOf(migration, service, diagnose(catalogue.routeChangesToken, issuer.place, params))
      }
  return []
}

/** Whether a route of a Service asks anything of requests. */
export function routesAsk(mesh: Mesh, { host }: Service): boolean {
  return rulesByHost(mesh)
    .find(host)
    .some(({ rule }) => rule.matches.some(({ predicate }) => [...atomsOf(predicate)].length > 0))
}

/** Rules that sidecars and waypoints follow, by the hosts that they are for; what a delegate has may be for any. */
const rulesByHost = perMesh((mesh) => {
  const index = new HostIndex<{ readonly rule: HttpRule }>()
  for (const table of mesh.routes) {
    if (!isForMesh(table)) continue
    const hosts = table.delegateOnly
      ? ['*']
      : table.hosts.map(({ host }) => resolveHost(host, table.namespace, mesh.settings.clusterDomain))
    const bound = table.bindings.flatMap((binding) =>
      binding.to === 'service' ? [resolveHost(binding.target.name, binding.namespace, mesh.settings.clusterDomain)] : [],
    )
    for (const rule of table.http) index.add([...hosts, ...bound], { rule })
  }
  return index
})

function isForMesh({ delegateOnly, bindings }: RouteTable): boolean {
  return delegateOnly || bindings.some(({ to }) => to === 'mesh' || to === 'service')
}
