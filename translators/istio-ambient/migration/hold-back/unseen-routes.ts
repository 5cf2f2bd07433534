import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import { controllerNamed } from '../../routes/controller.ts'
import type { HoldBack, Migration } from '../migration.ts'
import { reachOfRoutes } from './unread-routes.ts'

/**
 * Routes that a controller writes in the cluster and that the input does not have, as in a repository with Canaries alone. Whose requests they
 * are for is known by their names: the Service of that name, and the `-primary` and `-canary` beside it.
 */
export function unseenRouteHoldBacks(migration: Migration): HoldBack[] {
  if (migration.options.assume.includes('routes-lost')) return []
  const { input } = migration
  return input.routeControllers.flatMap((controller) =>
    controller.routes.flatMap((name): HoldBack[] => {
      const { namespace, kind, backendPolicies: destinations, mesh } = controller
      if (input.routes.some((table) => table.namespace === namespace && table.name === name)) return []
      const object = objectText({ kind: 'VirtualService', namespace, name })
      const cause = diagnose(catalogue.routesUnseen, controller.place, { ...controllerNamed({ kind, name: controller.name }), object })
      const reached = reachOfRoutes({ namespace, hosts: [name], destinations, exports: [[]], mesh }, input)
      return reached.map((one) => ({ subject: { namespace: one }, cause }))
    }),
  )
}
