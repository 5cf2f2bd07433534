import type { Change } from '../../../../src/model/change.ts'
import { authorizationPolicyObject } from './object-names.ts'
import { alone } from './original.ts'
import type { Placement } from './placement.ts'
import type { PolicyContext } from './policy-context.ts'
import { podSelectorFields, waypointsOf, ztunnelScopes } from './scopes.ts'
import { writeRule } from './written-rule.ts'
import { exempt, ztunnelRules } from './ztunnel-rules.ts'

/**
 * The objects for ztunnel beside a policy that it cannot enforce as a whole, one for each scope: its ALLOW rules that ztunnel sees, or a
 * denial of what ztunnel cannot tell apart. Waypoints are taken out of a denial, since they decide with the identity of the client.
 */
export function directObjects({ migration, policy, targets, names, cause }: PolicyContext, direct: Placement['direct']): Change[] {
  if (direct === 'nothing') return []
  const waypoints = waypointsOf(migration, targets)
  const seen = ztunnelRules(policy)
  const rules = (direct === 'denies' ? seen.map((rule) => exempt(rule, policy.place, waypoints, migration.options)) : seen).map(
    ({ clauses }) => writeRule(clauses),
  )
  const why = targets.length === 0 ? alone : 'ztunnel decides about traffic that bypasses the waypoint'
  return ztunnelScopes(migration, policy.attachment).map((scope) => {
    const action = direct === 'denies' ? { action: 'DENY' } : {}
    const spec = { ...podSelectorFields(scope), ...action, ...(rules.length === 0 ? {} : { rules }) }
    const object = authorizationPolicyObject(scope.namespace, names.claim(scope.namespace, policy.name, 'direct'), spec)
    return { kind: 'add', object, causes: [cause], why }
  })
}
