import type { Place } from '../../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import type { Service } from '../../../../src/model/service.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import type { AppliedPolicies, Need } from '../migration.ts'
import { termRules } from '../policy/terms.ts'
import { textOf } from '../policy/value-text.ts'
import { seenTerm } from '../policy/ztunnel-vocabulary.ts'
import type { Topology } from '../topology.ts'

export interface NeedContext {
  readonly mesh: Mesh
  readonly topology: Topology
  moves(namespace: string): boolean
  workloadMoves(workload: Workload): boolean
  policiesOf(service: Service): AppliedPolicies
  policiesOfWorkload(workload: Workload): AppliedPolicies
}

/** Services whose pods have a policy that only Envoy can enforce. */
export function accessNeeds(context: NeedContext): Need[] {
  const needs: Need[] = []
  for (const service of context.mesh.services) {
    if (!context.moves(service.namespace)) continue
    const applied = [
      context.policiesOf(service),
      ...context.topology.workloadsOf(service).filter(context.workloadMoves).map(context.policiesOfWorkload),
    ]
    const seen = new Set<object>()
    const binding = service.waypoint ?? context.topology.namespaceNamed(service.namespace)?.waypoint
    if (binding !== undefined && !binding.none) {
      needs.push({ target: service, cause: binding.place, why: 'the binding that is already there', decidesAccess: false })
    }
    for (const policy of applied.flatMap((policies) => policies.authorization)) {
      const reason = seen.has(policy) ? undefined : envoyReason(policy)
      seen.add(policy)
      if (reason !== undefined)
        needs.push({ target: service, cause: reason.cause, why: reason.why, decidesAccess: policy.effect !== 'audit' })
    }
    for (const request of applied.flatMap((policies) => policies.requests)) {
      if (seen.has(request) || request.issuers.length === 0) continue
      seen.add(request)
      needs.push({
        target: service,
        cause: request.place.field('spec'),
        why: `the tokens that \`${request.name}\` checks`,
        decidesAccess: true,
      })
    }
  }
  return needs
}

/** What of a policy ztunnel cannot do; undefined when it can do it all, and for dry runs, which decide nothing. */
export function envoyReason(policy: AuthorizationPolicy): { readonly cause: Place; readonly why: string } | undefined {
  if (policy.dryRun) return undefined
  if (policy.effect === 'audit' || policy.effect === 'external') {
    const action = policy.effect === 'audit' ? 'AUDIT' : 'CUSTOM'
    return { cause: policy.place.field('spec').field('action'), why: `the action \`${action}\` of \`${policy.name}\`` }
  }
  for (const rule of termRules(policy)) {
    for (const clause of rule.clauses) {
      for (const alternative of clause.alternatives) {
        const unseen = alternative.find((term) => !seenTerm(term, clause.about, alternative))
        const atom = unseen?.atoms[0]
        if (atom !== undefined) return { cause: atom.place, why: `\`${textOf(atom)}\` in \`${policy.name}\`` }
      }
    }
  }
  return undefined
}
