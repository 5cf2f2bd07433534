import { objectText } from '../../../../src/diagnostics/place.ts'
import type { EmitOptions } from '../../../../src/model/dialect.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import type { RouteTable } from '../../../../src/model/route.ts'
import type { Service } from '../../../../src/model/service.ts'
import { decideRoutes } from '../../routes/decide.ts'
import { servicesRoutedBy } from '../../routes/reach.ts'
import type { Need } from '../migration.ts'

/** Services whose requests are routed: ztunnel forwards connections, only a waypoint follows routes. */
export function routingNeeds(mesh: Mesh, options: EmitOptions): Need[] {
  const attached = mesh.routes
    .filter(({ order }) => order === 'specificity')
    .flatMap((table) => servicesRoutedBy(table, mesh).map((target) => need(target, table)))
  const translated = decideRoutes(mesh, options).flatMap(({ table, outcome, services }) =>
    outcome === 'refused' || outcome === 'shadowed' ? [] : services.map((target) => need(target, table)),
  )
  return [...translated, ...attached]
}

function need(target: Service, table: RouteTable): Need {
  return { target, cause: table.place, why: `the routes of ${objectText(table.place.object)}`, decidesAccess: false }
}
