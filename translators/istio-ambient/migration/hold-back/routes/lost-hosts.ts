import { reachFindings } from '../../external-reach.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { followersOfHost } from '../pods/followers.ts'

/** Hosts that ztunnel does not find are found by the sidecars of clients, so those clients stay. */
export function lostHostHoldBacks(migration: Migration): HoldBack[] {
  if (migration.options.assume.includes('routes-lost')) return []
  return migration.mesh.externalHosts.flatMap((external) => {
    const causes = reachFindings(external, migration).filter(({ fate }) => fate === 'refused')
    if (causes.length === 0) return []
    return followersOfHost(migration, external).flatMap((namespace) => causes.map((cause): HoldBack => ({ subject: { namespace }, cause })))
  })
}
