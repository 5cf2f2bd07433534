import type { AuthorizationPolicy, Clause } from '../../../../src/model/authorization.ts'
import { type Atom, type IdentityMatch, needsHttp, type TextMatch } from '../../../../src/model/predicate.ts'
import { type Alternative, atomsOfPolicy, type Term, type TermRule, termRules } from './terms.ts'

/**
 * How ztunnel takes one value: `native` as sidecars do, `respelled` when the same meaning has another spelling that ztunnel reads,
 * `unseen` when it cannot tell. Source: istio:pilot/pkg/serviceregistry/ambient/authorization.go handleRule, ztunnel:src/rbac.rs.
 * Independent of what `decide` and `verify` take ztunnel for on purpose: `verify` would not find a fault that it shared with the emitter.
 */
export type Sight = 'native' | 'respelled' | 'unseen'

export function sightOf(atom: Atom, about: Clause['about']): Sight {
  if (needsHttp(atom)) return 'unseen'
  switch (atom.kind) {
    case 'peer-address':
    case 'destination-address':
      return 'native'
    case 'destination-port':
      return atom.of === 'container' ? 'native' : 'unseen'
    case 'identity':
      return sightOfIdentity(atom.match, about)
    case 'client-address':
    case 'sni':
    case 'metadata':
    case 'client-labels':
    case 'client-namespace':
      return 'unseen'
  }
}

function sightOfIdentity(match: IdentityMatch, about: Clause['about']): Sight {
  switch (match.by) {
    case 'any':
      return 'native'
    case 'principal':
      return isPattern[match.match.op] ? 'unseen' : 'native'
    case 'namespace':
      return simpleGlob(match.glob) ? 'native' : 'unseen'
    case 'service-account':
      return about === 'source' ? 'native' : 'respelled'
    case 'trust-domain':
      return match.glob.includes('*') ? 'unseen' : 'respelled'
  }
}

/** Whether a text is a pattern of which ztunnel has no form. */
const isPattern: Readonly<Record<TextMatch['op'], boolean>> = {
  exact: false,
  prefix: false,
  suffix: false,
  present: false,
  'non-empty': false,
  regex: true,
}

/** ztunnel knows one star, at the beginning or at the end; sidecars take stars anywhere in namespaces. */
export function simpleGlob(glob: string): boolean {
  const stars = glob.split('*').length - 1
  return stars === 0 || (stars === 1 && (glob.startsWith('*') || glob.endsWith('*')))
}

/** Values that ztunnel drops or misreads without saying so, instead of leaving their rule out: policies with them cannot be left to it as they are. */
export function misread(atom: Atom): boolean {
  return atom.kind === 'identity' && (atom.match.by === 'trust-domain' || (atom.match.by === 'namespace' && !simpleGlob(atom.match.glob)))
}

export function seenTerm(term: Term, about: Clause['about'], beside: Alternative): boolean {
  if (!term.atoms.every((atom) => sightOf(atom, about) !== 'unseen')) return false
  const respelled = term.atoms.some((atom) => atom.kind === 'identity' && atom.match.by === 'trust-domain')
  if (!respelled || about !== 'source') return true
  // `trustDomains` becomes `principals`: a source has only one such list, and none beside `serviceAccounts`.
  const others = beside.filter((other) => other !== term).flatMap((other) => other.atoms.map((atom) => ({ atom, negated: other.negated })))
  return !others.some(
    ({ atom, negated }) =>
      atom.kind === 'identity' &&
      (atom.match.by === 'service-account' || (!term.negated && !negated && (atom.match.by === 'principal' || atom.match.by === 'any'))),
  )
}

export function seenRule(rule: TermRule): boolean {
  return rule.clauses.every((clause) =>
    clause.alternatives.every((alternative) => alternative.every((term) => seenTerm(term, clause.about, alternative))),
  )
}

/** True when ztunnel alone decides the policy exactly as the sidecars of its pods did, as long as clients reach them directly. */
export function decidedByZtunnel(policy: AuthorizationPolicy): boolean {
  return (policy.effect === 'allow' || policy.effect === 'deny') && termRules(policy).every(seenRule)
}

/** True when the decision does not depend on who asks: it stays exact behind a waypoint, whose identity ztunnel sees. */
export function blindToSource(policy: AuthorizationPolicy): boolean {
  return atomsOfPolicy(policy).every((atom) => atom.kind === 'destination-port' || atom.kind === 'destination-address')
}

/** The same decision, respelled so that ztunnel reads it; undefined when nothing has to change. */
export function respelled(atom: Atom, about: Clause['about']): Atom {
  if (atom.kind !== 'identity') return atom
  if (atom.match.by === 'trust-domain') {
    return { ...atom, match: { by: 'principal', match: { op: 'prefix', value: `${atom.match.glob}/` } } }
  }
  if (atom.match.by === 'service-account' && about === 'condition') {
    return { ...atom, match: { by: 'principal', match: { op: 'suffix', value: `/ns/${atom.match.namespace}/sa/${atom.match.name}` } } }
  }
  return atom
}
