import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Migration } from '../../plan/migration.ts'
import { emitPeerAuthentication } from '../authentication/peer-authentication.ts'
import { emitTokenChecks } from '../authentication/request-authentication.ts'
import { hiddenAddresses } from './hidden-addresses.ts'
import { lostCallers } from './lost-callers.ts'
import { ObjectNames } from './object-names.ts'
import { emitPolicy } from './policy.ts'
import { allowWaypoints } from './waypoint-callers.ts'

/** Everything about access: AuthorizationPolicies, and what token checks and mTLS modes become, whose guards are AuthorizationPolicies too. */
export function emitAccess(plan: Migration): Emission {
  const names = new ObjectNames(plan.input.authorization)
  const requestNames = new ObjectNames(plan.input.requestAuthentication)
  const parts = [
    ...plan.mesh.authorization.map((policy) => emitPolicy(plan, policy, names)),
    ...plan.mesh.requestAuthentication.map((request) => emitTokenChecks(plan, request, { policies: names, requests: requestNames })),
    emitPeerAuthentication(plan, names),
    { changes: allowWaypoints(plan, names), diagnostics: [...hiddenAddresses(plan), ...lostCallers(plan)] },
  ]
  const { trustDomainAliases, places } = plan.mesh.settings
  const aliases =
    trustDomainAliases.length === 0 || plan.movingNamespaces.length === 0
      ? []
      : [
          diagnose(catalogue.aliasesNotAccepted, places.trustDomainAliases, {
            aliases: trustDomainAliases.map((alias) => `\`${alias}\``).join(', '),
          }),
        ]
  return { changes: parts.flatMap((part) => part.changes), diagnostics: [...parts.flatMap((part) => part.diagnostics), ...aliases] }
}
