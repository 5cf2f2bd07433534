import type { AuthorizationPolicy, AuthorizationRule, Clause } from '../../../../src/model/authorization.ts'
import { type Atom, conjuncts, type Predicate } from '../../../../src/model/predicate.ts'

/** One field of a source, operation or condition: its values, any of which matches, or none of which when negated. */
export interface Term {
  readonly negated: boolean
  readonly atoms: readonly Atom[]
}

/** One source, operation or condition: the conjunction of its fields. */
export type Alternative = readonly Term[]

export interface TermClause {
  readonly about: Clause['about']
  readonly alternatives: readonly Alternative[]
  readonly source: Clause
}

/** A rule in the shape in which AuthorizationPolicy writes it. */
export interface TermRule {
  readonly clauses: readonly TermClause[]
  readonly source: AuthorizationRule
}

/**
 * The rules of a policy as fields. Alternatives that cannot match are left out, and with the last one their rule: a rule with a clause
 * that never holds decides nothing.
 */
export function termRules({ rules: written }: Pick<AuthorizationPolicy, 'rules'>): readonly TermRule[] {
  const known = termRulesOf.get(written)
  if (known !== undefined) return known
  const rules: TermRule[] = []
  for (const rule of written) {
    const clauses = rule.clauses.map((clause) => ({ about: clause.about, alternatives: alternativesOf(clause), source: clause }))
    if (clauses.every((clause) => clause.alternatives.length > 0)) rules.push({ clauses, source: rule })
  }
  termRulesOf.set(written, rules)
  return rules
}

// Policies do not change, and every Service in front of their pods asks again.
const termRulesOf = new WeakMap<readonly AuthorizationRule[], readonly TermRule[]>()
const atomsOf = new WeakMap<readonly AuthorizationRule[], readonly Atom[]>()

function alternativesOf(clause: Clause): Alternative[] {
  return clause.alternatives.map(alternativeOf).filter((alternative) => alternative !== undefined)
}

function alternativeOf(predicate: Predicate): Alternative | undefined {
  const terms: Term[] = []
  for (const part of conjuncts(predicate)) {
    const negated = part.kind === 'not'
    const body = negated ? part.of : part
    const nested = !negated && body.kind === 'all' ? alternativeOf(body) : undefined
    if (nested !== undefined) {
      terms.push(...nested)
      continue
    }
    const atoms = atomList(body)
    if (atoms.length === 0) {
      if (negated) continue
      return undefined
    }
    terms.push({ negated, atoms })
  }
  return terms
}

function atomList(predicate: Predicate): readonly Atom[] {
  if (predicate.kind === 'any') return predicate.of.flatMap(atomList)
  if (predicate.kind === 'all' || predicate.kind === 'not') {
    throw new Error('an authorization field is a list of values')
  }
  return [predicate]
}

export function atomsOfRule(rule: TermRule): Atom[] {
  return rule.clauses.flatMap((clause) => clause.alternatives.flatMap((alternative) => alternative.flatMap((term) => term.atoms)))
}

export function atomsOfPolicy(policy: Pick<AuthorizationPolicy, 'rules'>): readonly Atom[] {
  let atoms = atomsOf.get(policy.rules)
  if (atoms === undefined) {
    atoms = termRules(policy).flatMap(atomsOfRule)
    atomsOf.set(policy.rules, atoms)
  }
  return atoms
}
