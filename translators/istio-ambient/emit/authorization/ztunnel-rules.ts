import type { Place } from '../../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../../src/model/dialect.ts'
import { atLeast } from '../../../../src/model/dialect.ts'
import type { Atom, TextMatch } from '../../../../src/model/predicate.ts'
import { matchesGlob } from '../../../../src/resolve/text.ts'
import type { WaypointRef } from '../../migration/migration.ts'
import { type Alternative, type Term, type TermClause, type TermRule, termRules } from '../../migration/policy/terms.ts'
import { respelled, seenRule, seenTerm, sightOf } from '../../migration/policy/ztunnel-vocabulary.ts'

/** A rule that is not necessarily as it was written. */
export interface PlainRule {
  readonly clauses: readonly Pick<TermClause, 'about' | 'alternatives'>[]
}

/** What ztunnel can decide of a policy, always on the safe side: denials grow by what it cannot see, allow rules with anything unseen vanish. */
export function ztunnelRules(policy: AuthorizationPolicy): PlainRule[] {
  const rules = termRules(policy)
  return policy.effect === 'allow' ? rules.filter(seenRule).map(respelledRule) : rules.map(residue).map(respelledRule)
}

function residue(rule: TermRule): PlainRule {
  const clauses = rule.clauses.map((clause) => ({
    about: clause.about,
    alternatives: clause.alternatives.map((alternative) => alternative.filter((term) => seenTerm(term, clause.about, alternative))),
  }))
  return { clauses: clauses.filter((clause) => clause.alternatives.every((alternative) => alternative.length > 0)) }
}

export function respelledRule(rule: PlainRule): PlainRule {
  return {
    clauses: rule.clauses.map((clause) => ({
      about: clause.about,
      alternatives: clause.alternatives.map((alternative) =>
        alternative.map((term) => ({
          negated: term.negated,
          atoms: term.atoms.map((atom) => (seenTerm(term, clause.about, alternative) ? respelled(atom, clause.about) : atom)),
        })),
      ),
    })),
  }
}

/**
 * What istiod makes of a deny policy that is left to ztunnel: alternatives with nothing left vanish, and a rule with a clause of nothing else
 * never fires (ztunnel:src/rbac.rs).
 */
export function leftoverRules(policy: AuthorizationPolicy): PlainRule[] {
  const rules: PlainRule[] = []
  for (const rule of termRules(policy)) {
    const clauses = rule.clauses.map((clause) => ({
      about: clause.about,
      alternatives: clause.alternatives
        .map((alternative) => alternative.filter((term) => term.atoms.every((atom) => sightOf(atom, clause.about) === 'native')))
        .filter((alternative) => alternative.length > 0),
    }))
    if (clauses.every((clause) => clause.alternatives.length > 0)) rules.push({ clauses })
  }
  return rules
}

/** Takes what comes through the waypoints out of a rule of a denial: they decide it themselves, with the identity of the client. */
export function exempt(rule: PlainRule, policy: Place, waypoints: readonly WaypointRef[], options: EmitOptions): PlainRule {
  const hit = waypoints.filter((waypoint) => canMatch(rule, waypoint))
  if (hit.length === 0) return rule
  const sources = rule.clauses.filter((clause) => clause.about === 'source')
  const rest = rule.clauses.filter((clause) => clause.about !== 'source')
  const alternatives = sources.length === 0 ? [[]] : sources.flatMap((clause) => clause.alternatives)
  return {
    clauses: [
      {
        about: 'source',
        alternatives: alternatives.map((alternative) => {
          const reached = hit.filter((waypoint) => alternativeCanMatch(alternative, waypoint))
          return reached.length === 0 ? alternative : [...alternative, exemption(alternative, policy, reached, options)]
        }),
      },
      ...rest,
    ],
  }
}

function exemption(alternative: Alternative, policy: Place, waypoints: readonly WaypointRef[], options: EmitOptions): Term {
  const identities = alternative.flatMap((term) => term.atoms).filter((atom) => atom.kind === 'identity')
  const accounts = identities.some((atom) => atom.match.by === 'service-account')
  const byAccount = accounts || (identities.length === 0 && atLeast(options.versions.istio, '1.25'))
  return { negated: true, atoms: waypoints.map((waypoint) => waypointAtom(waypoint, byAccount, policy)) }
}

/**
 * An atom for a waypoint's identity. Service accounts hold in every trust domain, but are read since Istio 1.25 only. The waypoint is of the
 * output: the place is that of the policy because of which it is named.
 */
export function waypointAtom(waypoint: WaypointRef, byAccount: boolean, place: Place): Atom {
  return byAccount
    ? { kind: 'identity', match: { by: 'service-account', namespace: waypoint.namespace, name: waypoint.serviceAccount }, place }
    : { kind: 'identity', match: { by: 'principal', match: { op: 'exact', value: waypoint.principal } }, place }
}

/** Whether a rule could match a connection of a waypoint; yes when in doubt. */
export function canMatch(rule: PlainRule, waypoint: WaypointRef): boolean {
  return rule.clauses.every(
    (clause) => clause.about === 'operation' || clause.alternatives.some((terms) => alternativeCanMatch(terms, waypoint)),
  )
}

function alternativeCanMatch(alternative: Alternative, waypoint: WaypointRef): boolean {
  return alternative.every((term) => termCanMatch(term, waypoint))
}

function termCanMatch(term: Term, waypoint: WaypointRef): boolean {
  const answers = term.atoms.map((atom) => isIdentityOf(atom, waypoint))
  if (term.negated) return !answers.includes('yes')
  return answers.some((answer) => answer !== 'no')
}

function isIdentityOf(atom: Atom, waypoint: WaypointRef): 'yes' | 'no' | 'unknown' {
  if (atom.kind !== 'identity') return 'unknown'
  switch (atom.match.by) {
    case 'any':
      return 'yes'
    case 'namespace':
      return matchesGlob(atom.match.glob, waypoint.namespace) ? 'yes' : 'no'
    case 'service-account':
      return atom.match.namespace === waypoint.namespace && atom.match.name === waypoint.serviceAccount ? 'yes' : 'no'
    case 'principal':
      return textMatches(atom.match.match, waypoint.principal)
    case 'trust-domain':
      return 'unknown'
  }
}

function textMatches(match: TextMatch, text: string): 'yes' | 'no' | 'unknown' {
  switch (match.op) {
    case 'exact':
      return match.value === text ? 'yes' : 'no'
    case 'prefix':
      return text.startsWith(match.value) ? 'yes' : 'no'
    case 'suffix':
      return text.endsWith(match.value) ? 'yes' : 'no'
    case 'regex':
      return 'unknown'
    case 'present':
    case 'non-empty':
      return 'yes'
  }
}
