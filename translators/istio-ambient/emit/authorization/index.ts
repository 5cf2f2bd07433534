import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Migration } from '../../migration/migration.ts'
import { emitPeerAuthentication } from '../authentication/peer-authentication.ts'
import { emitTokenChecks } from '../authentication/request-authentication.ts'
import { hiddenAddresses } from './hidden-addresses.ts'
import { lostCallers } from './lost-callers.ts'
import { ObjectNames } from './object-names.ts'
import { emitPolicy } from './policy.ts'
import { allowWaypoints } from './waypoint-callers.ts'

/** Everything about access: AuthorizationPolicies, and what token checks and mTLS modes become, whose guards are AuthorizationPolicies too. */
export function emitAccess(migration: Migration): Emission {
  const names = new ObjectNames(migration.input.authorization)
  const requestNames = new ObjectNames(migration.input.requestAuthentication)
  const parts = [
    ...migration.mesh.authorization.map((policy) => emitPolicy(migration, policy, names)),
    ...migration.mesh.requestAuthentication.map((request) =>
      emitTokenChecks(migration, request, { policies: names, requests: requestNames }),
    ),
    emitPeerAuthentication(migration, names),
    { changes: allowWaypoints(migration, names), diagnostics: [...hiddenAddresses(migration), ...lostCallers(migration)] },
  ]
  const { trustDomainAliases, places } = migration.mesh.settings
  const aliases =
    trustDomainAliases.length === 0 || migration.movingNamespaces.length === 0
      ? []
      : [
          diagnose(catalogue.aliasesNotAccepted, places.trustDomainAliases, {
            aliases: trustDomainAliases.map((alias) => `\`${alias}\``).join(', '),
          }),
        ]
  return { changes: parts.flatMap((part) => part.changes), diagnostics: [...parts.flatMap((part) => part.diagnostics), ...aliases] }
}
