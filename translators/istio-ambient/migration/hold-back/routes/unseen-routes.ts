import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { controllerNamed, unseenTables } from '../../../../../src/resolve/routes/route-owner.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { reachOfRoutes } from './unread-routes.ts'

/**
 * Routes that a controller writes in the cluster and that the input does not have, as in a repository with Canaries alone. Whose requests they
 * are for is known by their names: the Service of that name, and the `-primary` and `-canary` beside it.
 */
export function unseenRouteHoldBacks(migration: Migration): HoldBack[] {
  if (migration.options.assume.includes('routes-lost')) return []
  const { input } = migration
  return unseenTables(input).flatMap(({ controller, name, object }): HoldBack[] => {
    const { namespace, backendPolicies: destinations, mesh } = controller
    const cause = diagnose(catalogue.routesUnseen, controller.place, { ...controllerNamed(controller), object })
    const reached = reachOfRoutes({ namespace, hosts: [name], destinations, exports: [[]], mesh }, input)
    return reached.map((one) => ({ subject: { namespace: one }, cause }))
  })
}
