import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import { needsHttp } from '../../../../src/model/predicate.ts'
import type { PortTable } from '../../migration/policy/service-ports.ts'
import { type Alternative, type Term, type TermClause, type TermRule, termRules } from '../../migration/policy/terms.ts'

/** A rule as a waypoint has to see it. `renumbered` names the parts that are no longer as they were written. */
export interface WaypointRule {
  readonly clauses: readonly Pick<TermClause, 'about' | 'alternatives'>[]
  readonly renumbered: ReadonlySet<TermClause['about']>
  readonly source: TermRule
}

export interface WaypointRules {
  readonly rules: readonly WaypointRule[]
  /** True when rules of the policy are not among them. */
  readonly dropped: boolean
  /** True when an allow rule was left out although it could have allowed something. */
  readonly narrowed: boolean
}

/** The rules of a policy for one Service: container ports become the service ports that lead to them. */
export function waypointRules(policy: AuthorizationPolicy, ports: PortTable): WaypointRules {
  const rules: WaypointRule[] = []
  const all = termRules(policy)
  let narrowed = false
  for (const rule of all) {
    const renumbered = new Set<TermClause['about']>()
    let lostHttp = false
    const clauses: { about: TermClause['about']; alternatives: Alternative[] }[] = []
    for (const clause of rule.clauses) {
      const alternatives: Alternative[] = []
      for (const alternative of clause.alternatives) {
        const renumberedTerms = alternative.map((term) => renumber(term, ports))
        if (renumberedTerms.some((terms) => terms === 'never')) {
          lostHttp ||= alternative.some((term) => term.atoms.some(needsHttp))
          renumbered.add(clause.about)
          continue
        }
        const kept = renumberedTerms.filter((term) => term !== 'never' && term !== 'always') as Term[]
        if (kept.length !== alternative.length || kept.some((term, position) => term !== alternative[position]))
          renumbered.add(clause.about)
        alternatives.push(kept)
      }
      clauses.push({ about: clause.about, alternatives })
    }
    if (clauses.some((clause) => clause.alternatives.length === 0)) continue
    if (policy.effect === 'allow' && lostHttp && ports.hasTcpChains) {
      narrowed = true
      continue
    }
    // An alternative without conditions holds always, and with it its whole clause.
    const open = clauses.filter((clause) => clause.alternatives.every((alternative) => alternative.length > 0))
    rules.push({ clauses: open, renumbered, source: rule })
  }
  return { rules, dropped: rules.length !== policy.rules.length, narrowed }
}

function renumber(term: Term, ports: PortTable): Term | 'never' | 'always' {
  if (!term.atoms.some((atom) => atom.kind === 'destination-port')) return term
  const atoms = term.atoms.flatMap((atom) =>
    atom.kind === 'destination-port' && atom.of === 'container'
      ? ports.servicePortsOf(atom.port).map((port) => ({ ...atom, port, of: 'service' as const }))
      : [atom],
  )
  if (atoms.length === 0) return term.negated ? 'always' : 'never'
  const same = atoms.length === term.atoms.length && atoms.every((atom, position) => portOf(atom) === portOf(term.atoms[position]))
  return same ? term : { negated: term.negated, atoms }
}

function portOf(atom: Term['atoms'][number] | undefined): number | undefined {
  return atom?.kind === 'destination-port' ? atom.port : undefined
}
