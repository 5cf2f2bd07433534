import type { Json } from '../../../../src/model/object.ts'
import { conjuncts, type PathMatch, type Predicate, type TextMatch } from '../../../../src/model/predicate.ts'
import type { HttpRule } from '../../../../src/model/route.ts'

type Fields = { readonly [field: string]: Json }

/** The matches of a rule as Envoy has them, one route for each; a rule without matches takes every request. */
export function envoyMatches({ matches }: HttpRule): readonly Fields[] {
  return matches.length === 0 ? [{ prefix: '/' }] : matches.map(({ predicate }) => envoyMatch(predicate))
}

/** Conditions that no route has are asked for as such, and keep the rule from being written (`featuresOfRules`). */
function envoyMatch(predicate: Predicate): Fields {
  const parts = conjuncts(predicate)
  const [path] = parts.flatMap((part) => (part.kind === 'path' ? [pathFields(part.match)] : []))
  const headers = parts.flatMap(headerMatchers)
  const queries = parts.flatMap((part) =>
    part.kind === 'query' ? [{ name: part.name, ...(part.match.op === 'present' ? { presentMatch: true } : stringMatch(part.match)) }] : [],
  )
  return {
    ...(path ?? { prefix: '/' }),
    ...(headers.length === 0 ? {} : { headers }),
    ...(queries.length === 0 ? {} : { queryParameters: queries }),
  }
}

function pathFields(match: PathMatch): Fields {
  switch (match.op) {
    case 'exact':
      return { path: match.value, ...folding(match) }
    case 'prefix':
      return { prefix: match.value, ...folding(match) }
    case 'segment-prefix':
      return { pathSeparatedPrefix: match.value }
    case 'regex':
      return { safeRegex: { regex: match.value } }
    case 'suffix':
    case 'present':
    case 'non-empty':
    case 'template':
      return { prefix: '/' }
  }
}

function folding({ ignoreCase }: { readonly ignoreCase?: boolean }): Fields {
  return ignoreCase === true ? { caseSensitive: false } : {}
}

function headerMatchers(part: Predicate): readonly Fields[] {
  switch (part.kind) {
    case 'header':
      return [headerMatcher(part.name, part.match)]
    case 'method':
      return [headerMatcher(':method', part.match)]
    case 'authority':
      return [headerMatcher(':authority', part.match)]
    case 'scheme':
      return [headerMatcher(':scheme', part.match)]
    case 'not': {
      if (part.of.kind !== 'header') return []
      const missing = part.of.absentIsEmpty === true ? { treatMissingHeaderAsEmpty: true } : {}
      return [{ ...headerMatcher(part.of.name, part.of.match), invertMatch: true, ...missing }]
    }
    case 'path':
    case 'query':
    case 'all':
    case 'any':
    case 'identity':
    case 'peer-address':
    case 'client-address':
    case 'destination-address':
    case 'destination-port':
    case 'sni':
    case 'metadata':
    case 'token-principal':
    case 'token-claim':
    case 'client-labels':
    case 'client-namespace':
      return []
  }
}

function headerMatcher(name: string, match: TextMatch): Fields {
  return { name, ...(match.op === 'present' ? { presentMatch: true } : stringMatch(match)) }
}

/** Patterns match the whole text, in Envoy as in Istio. */
export function stringMatcher(match: Exclude<TextMatch, { op: 'present' }>): Fields {
  switch (match.op) {
    case 'exact':
    case 'prefix':
    case 'suffix':
      return { [match.op]: match.value, ...(match.ignoreCase === true ? { ignoreCase: true } : {}) }
    case 'regex':
      return { safeRegex: { regex: match.value } }
    case 'non-empty':
      return { safeRegex: { regex: '.+' } }
  }
}

function stringMatch(match: Exclude<TextMatch, { op: 'present' }>): Fields {
  return { stringMatch: stringMatcher(match) }
}
