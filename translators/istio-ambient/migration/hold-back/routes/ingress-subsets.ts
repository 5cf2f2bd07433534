import { lostSubsets } from '../../../routes/ingress.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { holdPodsOf } from '../pods/pods.ts'

/** Services whose waypoint would mix the subsets that an ingress gateway tells apart: gateways stay as they are, so the pods stay too. */
export function ingressSubsetHoldBacks(migration: Migration): HoldBack[] {
  if (migration.options.assume.includes('routes-lost')) return []
  return migration.mesh.routes.flatMap((table) =>
    lostSubsets(table, migration).flatMap(({ service, cause }) => holdPodsOf(migration, service, cause)),
  )
}
