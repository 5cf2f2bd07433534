import type { Json } from '../../../../src/model/object.ts'
import type { Atom } from '../../../../src/model/predicate.ts'
import { claimsWithKeys, conditionKeyOf, inBrackets, keyPrefixes } from '../../../istio/condition-keys.ts'
import type { Alternative, Term, TermClause } from '../../migration/policy/terms.ts'
import { textOf } from '../../migration/policy/value-text.ts'

/** The rule fields of an AuthorizationPolicy. */
export type WrittenRule = { readonly [part: string]: Json }

/** A rule as AuthorizationPolicy spells it: the inverse of reading one. */
export function writeRule(clauses: readonly Pick<TermClause, 'about' | 'alternatives'>[]): WrittenRule {
  const rule: Record<string, Json> = {}
  const from = clauses.filter((clause) => clause.about === 'source')
  const to = clauses.filter((clause) => clause.about === 'operation')
  // A condition that nothing is left of restricts nothing.
  const when = clauses.filter((clause) => clause.about === 'condition' && clause.alternatives.every((terms) => terms.length > 0))
  // Entries of one list are alternatives: two clauses, which must both hold, cannot share it.
  if (from.length > 1 || to.length > 1) throw new Error('two clauses cannot be one list')
  if (from.length > 0) rule.from = from.flatMap((clause) => clause.alternatives.map((terms) => ({ source: writeFields(terms) })))
  if (to.length > 0) rule.to = to.flatMap((clause) => clause.alternatives.map((terms) => ({ operation: writeFields(terms) })))
  if (when.length > 0) rule.when = when.flatMap((clause) => clause.alternatives.map(writeCondition))
  return rule
}

/** Fields of a source or operation and their negations, in the order in which they are written. */
const fieldNames = {
  principals: 'notPrincipals',
  requestPrincipals: 'notRequestPrincipals',
  namespaces: 'notNamespaces',
  serviceAccounts: 'notServiceAccounts',
  trustDomains: 'notTrustDomains',
  ipBlocks: 'notIpBlocks',
  remoteIpBlocks: 'notRemoteIpBlocks',
  hosts: 'notHosts',
  ports: 'notPorts',
  methods: 'notMethods',
  paths: 'notPaths',
} as const

type FieldName = keyof typeof fieldNames

/** The values of a field are alternatives, so negated terms can share one, and positive terms, which must all hold, cannot. */
function writeFields(terms: Alternative): Record<string, Json> {
  const collected = new Map<string, Set<string>>()
  for (const term of terms) {
    const seen = new Set(collected.keys())
    for (const atom of term.atoms) {
      const name = fieldOf(atom)
      const field = term.negated ? fieldNames[name] : name
      if (!term.negated && seen.has(field)) throw new Error(`two conditions on ${field} cannot be one`)
      const values = collected.get(field) ?? new Set()
      values.add(textOf(atom))
      collected.set(field, values)
    }
  }
  const fields: Record<string, Json> = {}
  for (const [name, negated] of Object.entries(fieldNames)) {
    for (const field of [name, negated]) {
      const values = collected.get(field)
      if (values !== undefined) fields[field] = [...values]
    }
  }
  return fields
}

function fieldOf(atom: Atom): FieldName {
  switch (atom.kind) {
    case 'identity':
      return (
        {
          any: 'principals',
          principal: 'principals',
          namespace: 'namespaces',
          'service-account': 'serviceAccounts',
          'trust-domain': 'trustDomains',
        } as const
      )[atom.match.by]
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
    case 'destination-address':
    case 'sni':
    case 'scheme':
    case 'header':
    case 'query':
    case 'token-claim':
    case 'metadata':
    case 'client-labels':
    case 'client-namespace':
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
      return conditionKeyOf(atom.match.by === 'any' ? 'principal' : atom.match.by)
    case 'peer-address':
    case 'client-address':
    case 'destination-address':
    case 'destination-port':
    case 'sni':
    case 'token-principal':
      return conditionKeyOf(atom.kind)
    case 'token-claim':
      return claimKey(atom.path)
    case 'header':
      return `${keyPrefixes.headers}${inBrackets([atom.name])}`
    case 'method':
    case 'path':
    case 'authority':
      return `${keyPrefixes.headers}${inBrackets([`:${atom.kind}`])}`
    case 'metadata':
      return `${keyPrefixes.filters}${atom.filter}${inBrackets([atom.key])}`
    case 'scheme':
    case 'query':
    case 'client-labels':
    case 'client-namespace':
      throw new Error(`no condition says ${atom.kind}`)
  }
}

function claimKey(path: readonly string[]): string {
  const [claim] = path
  if (path.length === 1 && claim === claimsWithKeys.audiences) return conditionKeyOf('audiences')
  if (path.length === 1 && claim === claimsWithKeys.presenter) return conditionKeyOf('presenter')
  return `${keyPrefixes.claims}${inBrackets(path)}`
}
