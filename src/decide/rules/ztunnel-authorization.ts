import type { AuthorizationPolicy, AuthorizationRule, Clause } from '../../model/authorization.ts'
import { type Atom, atomsOf, type IdentityMatch, isAtom, needsHttp, type Predicate } from '../../model/predicate.ts'
import { identityParts } from '../../resolve/text.ts'
import { and, negate, or, type Truth } from '../../resolve/truth.ts'
import { holds } from './atom.ts'
import type { RuleDecision } from './proxy-authorization.ts'
import type { View } from './view.ts'

/**
 * AuthorizationPolicies as istiod hands them to ztunnel and ztunnel enforces them
 * (istio:pilot/pkg/serviceregistry/ambient/authorization.go convertAuthorizationPolicy, ztunnel:src/rbac.rs matches).
 * Policies with targets never get here; AUDIT, CUSTOM and dry-run policies are not sent.
 */
export function ztunnelAuthorization(policies: readonly AuthorizationPolicy[], view: View): RuleDecision {
  const sent = policies.filter((policy) => !policy.dryRun && (policy.effect === 'allow' || policy.effect === 'deny'))
  let doubt: RuleDecision | undefined
  for (const policy of sent.filter((candidate) => candidate.effect === 'deny')) {
    for (const rule of policy.rules) {
      const truth = ruleHolds(rule, 'deny', view)
      if (truth === true) return { allowed: false, reason: `denied by ${policy.namespace}/${policy.name}`, because: [rule.place] }
      if (truth === 'unknown')
        doubt ??= { allowed: 'unknown', reason: `${policy.namespace}/${policy.name} may deny`, because: [rule.place] }
    }
  }
  const allows = sent.filter((candidate) => candidate.effect === 'allow')
  if (allows.length === 0) return doubt ?? { allowed: true, reason: 'no policy denies and none only allows', because: [] }
  let maybe: RuleDecision | undefined
  for (const policy of allows) {
    for (const rule of policy.rules) {
      const truth = ruleHolds(rule, 'allow', view)
      if (truth === true) return doubt ?? { allowed: true, reason: `allowed by ${policy.namespace}/${policy.name}`, because: [rule.place] }
      if (truth === 'unknown')
        maybe ??= { allowed: 'unknown', reason: `${policy.namespace}/${policy.name} may allow`, because: [rule.place] }
    }
  }
  return maybe ?? { allowed: false, reason: 'no ALLOW rule matches', because: allows.map((policy) => policy.place) }
}

function ruleHolds(rule: AuthorizationRule, effect: 'allow' | 'deny', view: View): Truth {
  const clauses = rule.atZtunnel ?? rule.clauses
  if (
    effect === 'allow' &&
    clauses.some((clause) =>
      clause.alternatives.some((part) => [...atomsOf(part)].some((atom) => !inVocabulary(atom, clause) && !silentlyIgnored(atom, clause))),
    )
  )
    return false
  return and(clauses.map((clause) => clauseHolds(clause, view)))
}

/** A clause holds when one of its matches does; matches that lost every condition are skipped, so a clause of nothing else never holds. */
function clauseHolds(clause: Clause, view: View): Truth {
  return or(
    clause.alternatives.map((alternative) => {
      const left = allConditions(alternative).filter((part) => [...atomsOf(part)].every((atom) => inVocabulary(atom, clause)))
      return left.length === 0 ? false : and(left.map((part) => l4Holds(part, view)))
    }),
  )
}

/** The conditions of a match, however deep they are nested. */
function allConditions(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'all' ? predicate.of.flatMap(allConditions) : [predicate]
}

function l4Holds(predicate: Predicate, view: View): Truth {
  if (isAtom(predicate))
    return predicate.kind === 'identity'
      ? view.identity !== undefined && literalIdentity(predicate.match, view.identity)
      : holds(predicate, view)
  switch (predicate.kind) {
    case 'all':
      return and(predicate.of.map((part) => l4Holds(part, view)))
    case 'any':
      return or(predicate.of.map((part) => l4Holds(part, view)))
    case 'not':
      return negate(l4Holds(predicate.of, view))
  }
}

/** ztunnel knows one leading or trailing star; any other star is a literal, and it resolves no trust-domain aliases. */
function literalIdentity(match: IdentityMatch, identity: string): boolean {
  const parts = identityParts(identity)
  switch (match.by) {
    case 'any':
      return true
    case 'principal':
      return oneStar(match.written ?? identityText(match), identity)
    case 'namespace':
      return oneStar(match.glob, parts?.namespace ?? '')
    case 'service-account':
      return parts?.namespace === match.namespace && parts.serviceAccount === match.name
    case 'trust-domain':
      return false
  }
}

function identityText(match: Extract<IdentityMatch, { by: 'principal' }>): string {
  switch (match.match.op) {
    case 'prefix':
      return `${match.match.value}*`
    case 'suffix':
      return `*${match.match.value}`
    case 'present':
    case 'non-empty':
      return '*'
    // It knows no regular expressions: one is compared as it stands.
    case 'exact':
    case 'regex':
      return match.match.value
  }
}

function oneStar(pattern: string, text: string): boolean {
  if (pattern === '*') return text !== ''
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1))
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1))
  return text === pattern
}

/**
 * What ztunnel's policy proto has fields for; service accounts only in `from`, not in `when`. Independent of `sendable` of
 * `verify/symbolic` and of `sightOf` of the emitter on purpose: a fault in one of the three shows as a difference from the others.
 */
export function inVocabulary(atom: Atom, clause: Pick<Clause, 'about'>): boolean {
  if (needsHttp(atom)) return false
  switch (atom.kind) {
    case 'identity':
      return atom.match.by === 'trust-domain' ? false : atom.match.by === 'service-account' ? clause.about === 'source' : true
    case 'peer-address':
    case 'destination-address':
    case 'destination-port':
      return true
    case 'client-address':
    case 'sni':
    case 'metadata':
    case 'client-labels':
    case 'client-namespace':
      return false
  }
}

/** `from.source.trustDomains` is neither converted nor reported. */
function silentlyIgnored(atom: Atom, clause: Pick<Clause, 'about'>): boolean {
  return atom.kind === 'identity' && atom.match.by === 'trust-domain' && clause.about === 'source'
}
