import { lostSubsets } from '../../routes/ingress.ts'
import type { HoldBack, Migration } from '../migration.ts'
import { holdPodsOf } from './pods.ts'

/** Services whose waypoint would mix the subsets that an ingress gateway tells apart: gateways stay as they are, so the pods stay too. */
export function ingressSubsetHoldBacks(plan: Migration): HoldBack[] {
  if (plan.options.assume.includes('routes-lost')) return []
  return plan.mesh.routes.flatMap((table) => lostSubsets(table, plan).flatMap(({ service, cause }) => holdPodsOf(plan, service, cause)))
}
