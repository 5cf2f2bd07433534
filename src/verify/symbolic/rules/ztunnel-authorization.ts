import type { AuthorizationPolicy, AuthorizationRule, Clause } from '../../../model/authorization.ts'
import { type Atom, atomsOf, type IdentityMatch, isAtom, needsHttp, type Predicate, type TextMatch } from '../../../model/predicate.ts'
import { attributes } from '../attribute.ts'
import { allOf, alwaysTrue, anyOf, type Condition, constant, neverTrue, notOf, textIn } from '../condition.ts'
import { identityCondition, principalCondition } from '../identity.ts'
import { conditionOf } from './atom.ts'
import type { SeenRequest } from './view.ts'

/**
 * The connections that ztunnel lets through under the policies that istiod sends it
 * (istio:pilot/pkg/serviceregistry/ambient/authorization.go, ztunnel:src/state.rs assert_rbac, src/rbac.rs).
 */
export function ztunnelAllows(policies: readonly AuthorizationPolicy[], seen: SeenRequest): Condition {
  const of = (effect: 'allow' | 'deny') => policies.filter((policy) => policy.effect === effect)
  const matched = (effect: 'allow' | 'deny'): Condition[] =>
    of(effect).flatMap(({ rules }) => rules.map((rule) => ruleCondition(rule, effect, seen)))
  const allowed = of('allow').length === 0 ? alwaysTrue : anyOf(matched('allow'))
  return allOf([notOf(anyOf(matched('deny'))), allowed])
}

/** An ALLOW rule that says anything ztunnel has no word for is not sent; from a DENY rule only those words are taken out. */
function ruleCondition(rule: AuthorizationRule, effect: 'allow' | 'deny', seen: SeenRequest): Condition {
  const clauses = rule.atZtunnel ?? rule.clauses
  const lost = clauses.some((clause) =>
    clause.alternatives.some((alternative) => [...atomsOf(alternative)].some((atom) => !sendable(atom, clause) && !dropped(atom, clause))),
  )
  if (lost && effect === 'allow') return neverTrue
  return allOf(clauses.map((clause) => anyOf(clause.alternatives.map((alternative) => matchCondition(alternative, clause, seen)))))
}

/** A match that has lost all of its fields is skipped: it never holds. */
function matchCondition(alternative: Predicate, clause: Clause, seen: SeenRequest): Condition {
  const kept = fieldsOf(alternative).filter((field) => [...atomsOf(field)].every((atom) => sendable(atom, clause)))
  return kept.length === 0 ? neverTrue : allOf(kept.map((field) => fieldCondition(field, seen)))
}

function fieldsOf(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'all' ? predicate.of.flatMap(fieldsOf) : [predicate]
}

function fieldCondition(field: Predicate, seen: SeenRequest): Condition {
  if (isAtom(field)) return field.kind === 'identity' ? identityAsWritten(field.match, seen) : conditionOf(field, seen)
  switch (field.kind) {
    case 'all':
      return allOf(field.of.map((part) => fieldCondition(part, seen)))
    case 'any':
      return anyOf(field.of.map((part) => fieldCondition(part, seen)))
    case 'not':
      return notOf(fieldCondition(field.of, seen))
  }
}

/** ztunnel compares names as they are written: one star at an end counts, any other is a character, and no alias is resolved. */
function identityAsWritten(match: IdentityMatch, seen: SeenRequest): Condition {
  if (seen.identity === 'none') return neverTrue
  switch (match.by) {
    case 'any':
      return allOf([])
    case 'trust-domain':
      return neverTrue
    case 'service-account':
      return identityCondition(match, seen.identity, seen.point)
    case 'namespace': {
      const pattern = patternOf(match.glob)
      if (seen.identity !== 'client') return constant(patternMatches(pattern, seen.identity.principal.split('/')[2] ?? ''))
      return pattern.op === 'present' ? allOf([]) : textIn(attributes.clientNamespace, { kind: pattern.op, value: pattern.value })
    }
    case 'principal': {
      const pattern = match.written === undefined ? asCompared(match.match) : patternOf(match.written)
      if (seen.identity !== 'client') return constant(patternMatches(pattern, seen.identity.principal))
      return principalCondition(pattern, seen.point)
    }
  }
}

/** What ztunnel can compare a name with. */
type Pattern = { readonly op: 'present' } | { readonly op: 'exact' | 'prefix' | 'suffix'; readonly value: string }

/** It knows no regular expressions: one is compared as it stands. */
function asCompared(match: TextMatch): Pattern {
  switch (match.op) {
    case 'present':
    case 'non-empty':
      return { op: 'present' }
    case 'exact':
    case 'prefix':
    case 'suffix':
      return match
    case 'regex':
      return { op: 'exact', value: match.value }
  }
}

/** Independent of `oneStar` of `decide` on purpose, as `sendable` is of `inVocabulary`. */
function patternOf(text: string): Pattern {
  if (text === '*') return { op: 'present' }
  if (text.startsWith('*')) return { op: 'suffix', value: text.slice(1) }
  return text.endsWith('*') ? { op: 'prefix', value: text.slice(0, -1) } : { op: 'exact', value: text }
}

function patternMatches(pattern: Pattern, value: string): boolean {
  switch (pattern.op) {
    case 'present':
      return value !== ''
    case 'prefix':
      return value.startsWith(pattern.value)
    case 'suffix':
      return value.endsWith(pattern.value)
    case 'exact':
      return value === pattern.value
  }
}

/**
 * What ztunnel's policies have fields for; a service account only under `from`. Independent of `inVocabulary` of `decide` on purpose: the
 * two evaluators are compared with each other.
 */
function sendable(atom: Atom, clause: Clause): boolean {
  if (needsHttp(atom)) return false
  switch (atom.kind) {
    case 'identity':
      return atom.match.by !== 'trust-domain' && (atom.match.by !== 'service-account' || clause.about === 'source')
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

/** `from.source.trustDomains` is left out without a word. */
function dropped(atom: Atom, clause: Clause): boolean {
  return atom.kind === 'identity' && atom.match.by === 'trust-domain' && clause.about === 'source'
}
