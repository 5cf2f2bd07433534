import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { AuthorizationPolicy } from '../../../../../src/model/authorization.ts'
import { atomsOf } from '../../../../../src/model/predicate.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { coversPods, near, podsBehind, podsOf } from '../../pods.ts'
import { textOf } from '../../policy/value-text.ts'

/**
 * Policies with values that sidecars and ztunnel read in two ways: such as istiod cannot use, and names that are regular expressions for
 * proxies. Neither can be written as the other reads it.
 */
export function unusableValueHoldBacks(migration: Migration): HoldBack[] {
  return migration.mesh.authorization.flatMap((policy): HoldBack[] => {
    const { attachment } = policy
    if (policy.dryRun || policy.effect === 'audit' || attachment.scope === 'targets') return []
    const cause = unusable(policy) ?? patterned(policy)
    if (cause === undefined) return []
    const { workloads, services } = near(migration, attachment)
    const pods = workloads.filter((workload) => coversPods(attachment, podsOf(workload)) !== 'no')
    const moving = pods.filter(migration.workloadMoves)
    // Pods behind these Services are not in the input.
    const unseen = services.filter((service) => migration.moves(service.namespace) && migration.workloadsOf(service).length === 0)
    const namespaces = new Set(
      unseen.filter((service) => coversPods(attachment, podsBehind(service)) !== 'no').map(({ namespace }) => namespace),
    )
    return [
      ...moving.map((workload) => ({ subject: { workload }, cause: cause(`\`${workload.name}\``) })),
      ...[...namespaces].map((namespace) => ({ subject: { namespace }, cause: cause(`namespace \`${namespace}\``) })),
    ]
  })
}

type Cause = (who: string) => Diagnostic

/**
 * Values that istiod cannot use. For a sidecar it leaves out the whole rule of an allow policy, for ztunnel the value alone; of a denial it
 * leaves the value out, and ztunnel never applies what nothing is left of.
 */
function unusable({ name, rules }: AuthorizationPolicy): Cause | undefined {
  const [place] = rules.flatMap((rule) => rule.unusable ?? [])
  return place && ((who) => diagnose(catalogue.unusableValueHolds, place, { policy: name, who }))
}

function patterned({ name, rules }: AuthorizationPolicy): Cause | undefined {
  const parts = rules.flatMap(({ clauses }) => clauses.flatMap(({ alternatives }) => alternatives))
  for (const atom of parts.flatMap((part) => [...atomsOf(part)]))
    if (atom.kind === 'identity' && 'pattern' in atom.match && atom.match.pattern !== undefined) {
      const value = textOf(atom)
      return (who) => diagnose(catalogue.patternHolds, atom.place, { policy: name, value, who })
    }
  return undefined
}
