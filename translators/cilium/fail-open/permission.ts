import type { Atom, Predicate, TextMatch } from '../../../src/model/predicate.ts'
import { isAtom } from '../../../src/model/predicate.ts'
import { stringMatcher } from '../routes/envoy/matches.ts'
import type { EnvoyFields } from './node-check.ts'

const everything: EnvoyFields = { any: true }

/**
 * Conditions on requests as the filter for authorization has them; `port` is the one of the pods that requests arrive at. What `unsayableAtom` names is not asked
 * for (envoy:api/envoy/config/rbac/v3/rbac.proto Permission).
 */
export function envoyPermission(predicate: Predicate, port: number): EnvoyFields {
  if (isAtom(predicate)) return atomPermission(predicate, port)
  switch (predicate.kind) {
    case 'all':
      return predicate.of.length === 0 ? everything : { andRules: { rules: predicate.of.map((part) => envoyPermission(part, port)) } }
    case 'any':
      return predicate.of.length === 0
        ? { notRule: everything }
        : { orRules: { rules: predicate.of.map((part) => envoyPermission(part, port)) } }
    case 'not':
      return { notRule: envoyPermission(predicate.of, port) }
  }
}

function atomPermission(atom: Atom, port: number): EnvoyFields {
  switch (atom.kind) {
    case 'path':
      return isComparison(atom.match) ? { urlPath: { path: stringMatcher(atom.match) } } : everything
    case 'method':
      return header(':method', atom.match)
    case 'authority':
      return header(':authority', atom.match)
    case 'header':
      return header(atom.name, atom.match, atom.absentIsEmpty)
    case 'destination-port':
      return atom.port === port ? everything : { notRule: everything }
    case 'scheme':
    case 'query':
    case 'identity':
    case 'peer-address':
    case 'client-address':
    case 'destination-address':
    case 'sni':
    case 'metadata':
    case 'token-principal':
    case 'token-claim':
    case 'client-labels':
    case 'client-namespace':
      return everything
  }
}

function header(name: string, match: TextMatch, absentIsEmpty?: boolean): EnvoyFields {
  const compared = match.op === 'present' ? { presentMatch: true } : { stringMatch: stringMatcher(match) }
  return { header: { name, ...compared, ...(absentIsEmpty === true ? { treatMissingHeaderAsEmpty: true } : {}) } }
}

/** Why a condition cannot be asked of a request at the node of its client as the sidecar of the pod asks it; undefined where it can. */
export function unsayableAtom(atom: Atom): string | undefined {
  switch (atom.kind) {
    case 'path':
      return isComparison(atom.match) ? undefined : 'a path that is a pattern'
    case 'method':
    case 'authority':
      return isComparison(atom.match) || atom.match.op === 'present' ? undefined : 'a pattern'
    case 'header':
      if (/^(:|x-(envoy|forwarded|request-id)|forwarded$)/i.test(atom.name)) return `the header \`${atom.name}\`, which proxies write`
      return isComparison(atom.match) || atom.match.op === 'present' ? undefined : 'a pattern'
    case 'destination-port':
      return atom.of === 'container' ? undefined : 'the port of a Service'
    case 'peer-address':
    case 'client-address':
    case 'destination-address':
      return 'an address'
    case 'identity':
    case 'client-labels':
    case 'client-namespace':
      return 'the client'
    case 'token-principal':
    case 'token-claim':
      return 'a token'
    case 'scheme':
    case 'query':
    case 'sni':
    case 'metadata':
      return `\`${atom.kind}\``
  }
}

/** What is small as a pattern: Cilium's Envoy refuses a listener with one of more than 100 instructions, and would check nothing then. */
function isComparison(match: { readonly op: string }): match is Exclude<TextMatch, { op: 'present' | 'regex' }> {
  return match.op === 'exact' || match.op === 'prefix' || match.op === 'suffix' || match.op === 'non-empty'
}
