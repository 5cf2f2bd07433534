import type { RouteTable } from '../../../../../src/model/route.ts'
import { attachedLosses } from '../../../routes/attached-losses.ts'
import { decideRoutes } from '../../../routes/decide.ts'
import { lossesOf } from '../../../routes/losses.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { followersOf } from '../pods/followers.ts'

/**
 * Routes that nothing follows in ambient mode are followed by the sidecars of clients. Keeping the destination on its sidecar does not keep
 * them, so the clients stay: every namespace whose sidecars have the routes.
 */
export function lostRouteHoldBacks(migration: Migration): HoldBack[] {
  if (migration.options.assume.includes('routes-lost')) return []
  const lost = decideRoutes(migration.mesh, migration.options).map((decision) => ({
    table: decision.table,
    causes: lossesOf(decision, migration),
  }))
  return [
    ...lost.flatMap(({ table, causes }) => heldFor(migration, table, causes)),
    ...attachedLosses(migration).flatMap(({ cause, followers }) => followers.map((namespace) => ({ subject: { namespace }, cause }))),
  ]
}

function heldFor(migration: Migration, table: RouteTable, [cause]: ReturnType<typeof lossesOf>): HoldBack[] {
  if (cause === undefined) return []
  return followersOf(migration, table).map((namespace) => ({ subject: { namespace }, cause }))
}
