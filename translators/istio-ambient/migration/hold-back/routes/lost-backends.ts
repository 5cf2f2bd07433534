import { backendDiagnostics } from '../../backends/losses.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { followersOfBackendPolicy } from '../pods/followers.ts'

/**
 * Settings of a DestinationRule that no waypoint applies are applied by the sidecars of clients: those clients stay. An originated TLS
 * connection would otherwise be plaintext.
 */
export function lostBackendHoldBacks(migration: Migration): HoldBack[] {
  if (migration.options.assume.includes('routes-lost')) return []
  return migration.mesh.backendPolicies.flatMap((rule) => {
    const causes = backendDiagnostics(rule, migration).filter(({ fate }) => fate === 'refused')
    if (causes.length === 0) return []
    return followersOfBackendPolicy(migration, rule).flatMap((namespace) =>
      causes.map((cause): HoldBack => ({ subject: { namespace }, cause })),
    )
  })
}
