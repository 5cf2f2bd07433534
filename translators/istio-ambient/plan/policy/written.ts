import type { Json } from '../../../../src/model/object.ts'
import type { Atom, PathMatch } from '../../../../src/model/predicate.ts'
import type { Alternative, Term, TermClause } from './terms.ts'

/** The rule fields of an AuthorizationPolicy. */
export type WrittenRule = { readonly [part: string]: Json }

/** A rule as AuthorizationPolicy spells it: the inverse of reading one. */
export function writeRule(clauses: readonly Pick<TermClause, 'about' | 'alternatives'>[]): WrittenRule {
  const rule: Record<string, Json> = {}
  const from = clauses.filter((clause) => clause.about === 'source')
  const to = clauses.filter((clause) => clause.about === 'operation')
  const when = clauses.filter((clause) => clause.about === 'condition')
  if (from.length > 0) rule.from = from.flatMap((clause) => clause.alternatives.map((terms) => ({ source: writeFields(terms) })))
  if (to.length > 0) rule.to = to.flatMap((clause) => clause.alternatives.map((terms) => ({ operation: writeFields(terms) })))
  if (when.length > 0) rule.when = when.flatMap((clause) => clause.alternatives.map(writeCondition))
  return rule
}

const fieldNames: readonly string[] = [
  'principals',
  'requestPrincipals',
  'namespaces',
  'serviceAccounts',
  'trustDomains',
  'ipBlocks',
  'remoteIpBlocks',
  'hosts',
  'ports',
  'methods',
  'paths',
]

function writeFields(terms: Alternative): Record<string, Json> {
  const collected = new Map<string, Set<string>>()
  for (const term of terms) {
    for (const atom of term.atoms) {
      const positive = fieldOf(atom)
      const field = term.negated ? `not${positive.charAt(0).toUpperCase()}${positive.slice(1)}` : positive
      const values = collected.get(field) ?? new Set()
      values.add(textOf(atom))
      collected.set(field, values)
    }
  }
  const fields: Record<string, Json> = {}
  for (const name of fieldNames) {
    for (const field of [name, `not${name.charAt(0).toUpperCase()}${name.slice(1)}`]) {
      const values = collected.get(field)
      if (values !== undefined) fields[field] = [...values]
    }
  }
  return fields
}

function fieldOf(atom: Atom): string {
  switch (atom.kind) {
    case 'identity':
      return {
        any: 'principals',
        principal: 'principals',
        namespace: 'namespaces',
        'service-account': 'serviceAccounts',
        'trust-domain': 'trustDomains',
      }[atom.match.by]
    case 'token-principal':
      return 'requestPrincipals'
    case 'peer-address':
      return 'ipBlocks'
    case 'client-address':
      return 'remoteIpBlocks'
    case 'authority':
      return 'hosts'
    case 'destination-port':
      return 'ports'
    case 'method':
      return 'methods'
    case 'path':
      return 'paths'
    default:
      throw new Error(`no source or operation field says ${atom.kind}`)
  }
}

function writeCondition(terms: readonly Term[]): Json {
  const first = terms[0]?.atoms[0]
  if (first === undefined) throw new Error('a condition without values')
  const values = terms.filter((term) => !term.negated).flatMap((term) => term.atoms.map(textOf))
  const notValues = terms.filter((term) => term.negated).flatMap((term) => term.atoms.map(textOf))
  return {
    key: keyOf(first),
    ...(values.length === 0 ? {} : { values: [...new Set(values)] }),
    ...(notValues.length === 0 ? {} : { notValues: [...new Set(notValues)] }),
  }
}

function keyOf(atom: Atom): string {
  switch (atom.kind) {
    case 'identity':
      return {
        any: 'source.principal',
        principal: 'source.principal',
        namespace: 'source.namespace',
        'service-account': 'source.serviceAccount',
        'trust-domain': 'source.trustDomain',
      }[atom.match.by]
    case 'peer-address':
      return 'source.ip'
    case 'client-address':
      return 'remote.ip'
    case 'destination-address':
      return 'destination.ip'
    case 'destination-port':
      return 'destination.port'
    case 'sni':
      return 'connection.sni'
    case 'token-principal':
      return 'request.auth.principal'
    case 'token-claim':
      if (atom.path.length === 1 && atom.path[0] === 'aud') return 'request.auth.audiences'
      if (atom.path.length === 1 && atom.path[0] === 'azp') return 'request.auth.presenter'
      return `request.auth.claims${atom.path.map((step) => `[${step}]`).join('')}`
    case 'header':
      return `request.headers[${atom.name}]`
    case 'method':
      return 'request.headers[:method]'
    case 'path':
      return 'request.headers[:path]'
    case 'authority':
      return 'request.headers[:authority]'
    case 'metadata':
      return `experimental.${atom.filter}[${atom.key}]`
    default:
      throw new Error(`no condition says ${atom.kind}`)
  }
}

/** A value as it is written in a policy. */
export function textOf(atom: Atom): string {
  switch (atom.kind) {
    case 'identity':
      switch (atom.match.by) {
        case 'any':
          return '*'
        case 'principal':
          return matchText(atom.match.match)
        case 'namespace':
        case 'trust-domain':
          return atom.match.glob
        case 'service-account':
          return `${atom.match.namespace}/${atom.match.name}`
      }
      break
    case 'peer-address':
    case 'client-address':
    case 'destination-address':
      return atom.range
    case 'destination-port':
      return String(atom.port)
    case 'token-principal': {
      const issuer = matchText(atom.issuer)
      const subject = matchText(atom.subject)
      if (issuer === '*' && subject === '*') return '*'
      if (issuer === '*' && atom.subject.op === 'suffix' && !subject.includes('/')) return subject
      if (atom.issuer.op === 'prefix' && subject === '*' && !issuer.includes('/')) return issuer
      return `${issuer}/${subject}`
    }
    case 'sni':
    case 'method':
    case 'path':
    case 'authority':
    case 'header':
    case 'token-claim':
      return matchText(atom.match)
    case 'metadata':
      return atom.listMember ? `[${matchText(atom.match)}]` : matchText(atom.match)
  }
  throw new Error(`no policy value says ${atom.kind}`)
}

function matchText(match: PathMatch): string {
  switch (match.op) {
    case 'exact':
    case 'template':
      return match.value
    case 'prefix':
      return `${match.value}*`
    case 'suffix':
      return `*${match.value}`
    case 'present':
    case 'non-empty':
      return '*'
    default:
      throw new Error(`policies have no ${match.op} values`)
  }
}
