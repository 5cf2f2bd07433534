import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { RouteTable } from '../../../../src/model/route.ts'
import type { Service } from '../../../../src/model/service.ts'
import { flattenDelegates } from '../../../../src/resolve/delegates.ts'
import { routedServiceOfHost } from '../../../../src/resolve/hosts.ts'
import type { Migration } from '../../migration/migration.ts'
import { envoyReason } from '../../migration/needs/access.ts'

/** Routes of gateways that lead past every waypoint to pods whose policies only a waypoint can decide: an outage, said at the route. */
export function emitGatewayDenials(migration: Migration): Emission {
  return { changes: [], diagnostics: migration.mesh.routes.flatMap((table) => denialsOf(table, migration)) }
}

function denialsOf(table: RouteTable, migration: Migration): Diagnostic[] {
  if (!table.bindings.some(({ to }) => to === 'gateway')) return []
  const said = new Set<Service>()
  return flattenDelegates(table, migration.mesh).table.http.flatMap(({ action }) =>
    action.backends.flatMap(({ host, place }) => {
      const service = routedServiceOfHost(migration.mesh, host, table.namespace)
      if (service === undefined || said.has(service)) return []
      said.add(service)
      const policy = blindPolicy(service, migration)
      if (policy === undefined) return []
      const params = { table: objectText(table.place.object), service: objectText(service.place.object), policy }
      return [diagnose(catalogue.gatewayRouteDenied, place, params)]
    }),
  )
}

/** The policy of moving pods behind a Service without a waypoint that ztunnel has to be stricter than. */
function blindPolicy(service: Service, migration: Migration): string | undefined {
  if (migration.waypointOf(service) !== undefined) return undefined
  for (const pod of migration.workloadsOf(service).filter(migration.workloadMoves)) {
    const { authorization, requests } = migration.policiesOfWorkload(pod)
    const blind = authorization.find((policy) => policy.effect !== 'audit' && envoyReason(policy) !== undefined)
    const name = blind?.name ?? requests.find(({ issuers }) => issuers.length > 0)?.name
    if (name !== undefined) return name
  }
  return undefined
}
