import { servicesForHost } from '../../../../../src/resolve/hosts.ts'
import { serverNamesLost } from '../../backends/findings.ts'
import { podsOfTarget } from '../../identity-reach.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { heldServers } from '../pods/held-servers.ts'

/**
 * Servers that clients choose by the names in their certificates: a DestinationRule with `ISTIO_MUTUAL` and `subjectAltNames`. A client that stays, a gateway
 * included, reaches pods in ambient mode through HBONE and asks for no names, so that a server that it refuses today would be reached
 * (istio:pilot/pkg/networking/core/cluster_tls.go applyHBONETransportSocketMatches, measured: istiod at eed52ebb).
 */
export function namedServerHoldBacks(migration: Migration): HoldBack[] {
  const { mesh, options } = migration
  if (options.assume.includes('routes-lost')) return []
  return mesh.backendPolicies.flatMap((rule) => {
    const causes = serverNamesLost(rule)
    if (causes.length === 0) return []
    return servicesForHost(mesh, rule.host, rule.namespace).flatMap((target) =>
      causes.flatMap((cause) => heldServers(migration, target, podsOfTarget(migration, target), cause)),
    )
  })
}
