import type { Place } from '../../../src/diagnostics/place.ts'
import { type Atom, conjuncts, type Predicate, type TextMatch } from '../../../src/model/predicate.ts'
import type { HttpMatch } from '../../../src/model/route.ts'
import type { Obstacle } from './obstacle.ts'
import { quoteMeta } from './regex.ts'

/** A condition on the path; `prefix` is a byte prefix. */
export type RowPath =
  | { readonly op: 'any' }
  | { readonly op: 'exact' | 'prefix'; readonly value: string; readonly ignoreCase?: boolean }
  | { readonly op: 'regex'; readonly value: string }

/** A condition on a header or query parameter; regexes compare the whole value. */
export type RowValue = { readonly op: 'exact' | 'regex'; readonly value: string }

/** One match in the terms that Gateway API knows. Header names are in lower case. */
export interface Row {
  /** The rule that it belongs to, counted from 0. */
  readonly rule: number
  readonly path: RowPath
  readonly method?: string
  readonly headers: ReadonlyMap<string, RowValue>
  readonly queries: ReadonlyMap<string, RowValue>
  readonly place: Place
}

/** Methods that Gateway API can name (gwapi:apis/v1/httproute_types.go HTTPMethod). */
export const knownMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'])

/** The characters of an HTTP header name, for names of headers and query parameters alike (gwapi:apis/v1/httproute_types.go HTTPHeaderName). */
export const headerName = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/

/** Writes one match as rows; several when the method is a list of alternatives. */
export function rowsOf(match: HttpMatch, rule: number, obstacles: Obstacle[]): Row[] {
  const before = obstacles.length
  let path: RowPath = { op: 'any' }
  let methods: readonly (string | undefined)[] = [undefined]
  const headers = new Map<string, RowValue>()
  const queries = new Map<string, RowValue>()
  for (const part of conjuncts(match.predicate)) {
    if (part.kind === 'path') path = pathOf(part, obstacles) ?? path
    else if (part.kind === 'method') methods = methodsOf(part, obstacles)
    else if (part.kind === 'header') put(headers, part.name.toLowerCase(), part, 4096, obstacles)
    else if (part.kind === 'query') put(queries, part.name, part, 1024, obstacles)
    else obstacles.push({ place: placeOf(part) ?? match.place, what: wordsFor(part) })
  }
  if (headers.size > 16 || queries.size > 16) {
    obstacles.push({ place: match.place, what: 'more than 16 headers or query parameters in one match' })
  }
  if (obstacles.length > before) return []
  return methods.map((method) => ({
    rule,
    path,
    ...(method === undefined ? {} : { method }),
    headers,
    queries,
    place: match.place,
  }))
}

function pathOf(atom: Extract<Atom, { kind: 'path' }>, obstacles: Obstacle[]): RowPath | undefined {
  const { match, place } = atom
  switch (match.op) {
    case 'exact':
    case 'prefix':
      if (match.op === 'prefix' && (match.value === '' || match.value === '/')) return { op: 'any' }
      return { op: match.op, value: match.value, ...(match.ignoreCase === true ? { ignoreCase: true } : {}) }
    case 'regex':
      return { op: 'regex', value: match.value }
    case 'suffix':
    case 'present':
    case 'non-empty':
    case 'segment-prefix':
    case 'template':
      obstacles.push({ place, what: 'a path condition that routes do not have' })
      return undefined
  }
}

const alternatives = /^\(?([A-Z]+(?:\|[A-Z]+)*)\)?$/

function methodsOf({ match, place }: Extract<Atom, { kind: 'method' }>, obstacles: Obstacle[]): string[] {
  const list = match.op === 'exact' ? [match.value] : match.op === 'regex' ? alternatives.exec(match.value)?.[1]?.split('|') : undefined
  if (list === undefined) obstacles.push({ place, what: 'a method pattern that is not a list of methods' })
  else if (!list.every((method) => knownMethods.has(method))) {
    obstacles.push({ place, what: `a method that routes cannot name (\`${list.find((method) => !knownMethods.has(method))}\`)` })
  } else return [...new Set(list)]
  return []
}

function put(
  into: Map<string, RowValue>,
  name: string,
  { match, place }: { readonly match: TextMatch; readonly place: Place },
  limit: number,
  obstacles: Obstacle[],
): void {
  const value = writtenValue(match)
  if (value === undefined || value.value === '') obstacles.push({ place, what: 'an empty or unknown value condition' })
  else if (value.value.length > limit) obstacles.push({ place, what: `a value longer than ${limit} characters` })
  else if (!headerName.test(name) || name === 'host') obstacles.push({ place, what: `the name \`${name}\` in a condition` })
  else if (into.has(name)) obstacles.push({ place, what: `two conditions on \`${name}\`` })
  else into.set(name, value)
}

/** Presence matches the empty value too, so it is `.*` and never `.+`. */
export function writtenValue(match: TextMatch): RowValue | undefined {
  switch (match.op) {
    case 'exact':
      return match.ignoreCase === true ? undefined : { op: 'exact', value: match.value }
    case 'prefix':
      return match.ignoreCase === true ? undefined : { op: 'regex', value: `${quoteMeta(match.value)}.*` }
    case 'regex':
      return { op: 'regex', value: match.value }
    case 'present':
      return { op: 'regex', value: '.*' }
    case 'suffix':
    case 'non-empty':
      return undefined
  }
}

function placeOf(part: Predicate): Place | undefined {
  if (part.kind === 'not') return placeOf(part.of)
  return 'place' in part ? part.place : undefined
}

function wordsFor(part: Exclude<Predicate, { kind: 'path' | 'method' | 'header' | 'query' }>): string {
  switch (part.kind) {
    case 'not':
      return 'a condition that a header is absent or different'
    case 'authority':
      return 'a condition on the authority'
    case 'scheme':
      return 'a condition on the scheme'
    case 'token-claim':
      return 'a condition on a token claim'
    case 'client-labels':
      return "a condition on the client's labels"
    case 'client-namespace':
      return "a condition on the client's namespace"
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
      return 'a condition that routes do not have'
  }
}
