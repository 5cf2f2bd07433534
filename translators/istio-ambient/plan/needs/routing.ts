import { objectText } from '../../../../src/diagnostics/place.ts'
import type { EmitOptions } from '../../../../src/model/dialect.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import { decideRoutes } from '../../routes/decide.ts'
import type { Need } from '../plan.ts'

/** Services whose requests are routed: ztunnel forwards connections, only a waypoint follows routes. */
export function routingNeeds(mesh: Mesh, options: EmitOptions): Need[] {
  return decideRoutes(mesh, options).flatMap(({ table, outcome, services }) =>
    outcome === 'refused' || outcome === 'shadowed'
      ? []
      : services.map((target) => ({
          target,
          cause: table.place,
          why: `the routes of ${objectText(table.place.object)}`,
          decidesAccess: false,
        })),
  )
}
