import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import { seesTable } from '../../../../src/resolve/routes/sidecar-scope.ts'
import { scopedHosts, visibleTo } from '../../../../src/resolve/routes/table-hosts.ts'
import type { Migration } from '../../migration/migration.ts'
import { decideRoutes } from '../../routes/decide.ts'
import { applies } from '../../routes/losses.ts'

/** Sidecar resources and outbound policies that hold nothing back: they only scope, or the user vouches for what replaces them. */
export function egressFindings(migration: Migration): Diagnostic[] {
  if (migration.movingNamespaces.length === 0) return []
  const { mesh, options } = migration
  const assumed = options.assume.includes('egress-enforced')
  const accepted = (place: Parameters<typeof diagnose>[1], what: string) => diagnose(catalogue.egressDeclaredEnforced, place, { what })
  const whole =
    assumed && mesh.settings.outboundPolicy === 'registry-only'
      ? [accepted(mesh.settings.places.outboundPolicy, 'the outbound policy REGISTRY_ONLY of the mesh')]
      : []
  const single = mesh.egress.flatMap((sidecar): Diagnostic[] => {
    const concerned = sidecar.namespace === mesh.settings.rootNamespace || migration.moves(sidecar.namespace)
    if (!concerned) return []
    const { outboundPolicy, listeners, boundEgress, egressProxy, inboundConnectionPool } = sidecar
    const restricts = outboundPolicy?.mode === 'registry-only'
    const own = listeners.length + boundEgress.length > 0 || egressProxy !== undefined || inboundConnectionPool !== undefined
    return [
      ...(restricts && assumed ? [accepted(outboundPolicy.place, 'the outbound policy REGISTRY_ONLY')] : []),
      ...(restricts || own ? [] : [diagnose(catalogue.egressScopeWithoutEffect, sidecar.place, {})]),
    ]
  })
  return [...whole, ...single, ...beyondScope(migration)]
}

/** Routes that waypoints follow for all clients, although the Sidecars of some do not list them. */
function beyondScope(migration: Migration): Diagnostic[] {
  const { mesh, options, moves, movingNamespaces } = migration
  const scoping = mesh.egress.filter(({ hosts }) => hosts !== undefined)
  if (scoping.length === 0) return []
  return decideRoutes(mesh, options).flatMap((decision) => {
    const { table, outcome } = decision
    if ((outcome !== 'converted' && outcome !== 'kept') || !applies(decision, migration)) return []
    const hosts = scopedHosts(mesh, table)
    const hiding = scoping.find((sidecar) => {
      const clients = sidecar.namespace === mesh.settings.rootNamespace ? movingNamespaces : [sidecar.namespace].filter(moves)
      return clients.some((client) => visibleTo(mesh, table, client) && !seesTable(sidecar, client, table.namespace, hosts))
    })
    const params = { table: objectText(table.place.object), sidecar: objectText((hiding ?? table).place.object) }
    return hiding === undefined ? [] : [diagnose(catalogue.routesBeyondScope, table.place, params)]
  })
}
