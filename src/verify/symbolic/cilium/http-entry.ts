import type { Language } from '../../../algebra/language/language.ts'
import type { EndpointHeader, EndpointHttp } from '../../../model/endpoint-policy.ts'
import { isSingleHeader } from '../../../resolve/single-headers.ts'
import { attributes } from '../attribute.ts'
import { allOf, anyOf, type Condition, notOf, textIn, unknown } from '../condition.ts'
import { authorityCondition, headerCondition } from '../routes/mutated.ts'
import { type Hearing, targetCondition } from './listener.ts'

/**
 * The requests that some entry of `http` admits. Entries that differ by their path alone are one pattern: dozens of them, as a complement has,
 * are then read together.
 */
export function entriesCondition(entries: readonly EndpointHttp[], hearing: Hearing): Condition {
  const alike = new Map<string, EndpointHttp[]>()
  for (const entry of entries) {
    const { method, host, headers, path } = entry
    const key = JSON.stringify([
      method?.pattern,
      host?.pattern,
      path === undefined,
      headers.map(({ name, value, mismatch, secret }) => [name, value, mismatch, secret]),
    ])
    alike.set(key, [...(alike.get(key) ?? []), entry])
  }
  return anyOf([...alike.values()].map((some) => entryCondition(some, hearing)))
}

function entryCondition(alike: readonly EndpointHttp[], hearing: Hearing): Condition {
  const { method, host, headers } = alike[0]!
  const paths = alike.flatMap(({ path }) => (path === undefined ? [] : [path.pattern]))
  return allOf([
    ...(method === undefined ? [] : [textIn(attributes.method, { kind: 'regex', pattern: method.pattern })]),
    ...(host === undefined ? [] : [authorityCondition({ kind: 'regex', pattern: host.pattern }, hearing.mutations)]),
    ...(paths.length === 0 ? [] : [targetCondition({ kind: 'regex', pattern: anyOfPatterns(paths) }, hearing)]),
    ...headers.map((header) => headerHeard(header, hearing)),
  ])
}

function anyOfPatterns(patterns: readonly string[]): string {
  return patterns.length === 1 ? patterns[0]! : patterns.map((pattern) => `(?:${pattern})`).join('|')
}

/** All values of a header are one text: one line of it, because a list of lines that make up the text is as good as that (decide/cilium/http-entry.ts). */
function headerHeard({ name, value, mismatch, secret }: EndpointHeader, hearing: Hearing): Condition {
  if (mismatch !== undefined) return allOf([])
  const has = (language: Language): Condition => heardHeader(name, language, hearing)
  const isThere = has({ kind: 'all' })
  const what = `the header ${name} that a Secret or an empty value asks for`
  if (secret === true || value === '') return allOf([isThere, unknown(`${hearing.name}: header ${name} ${value ?? 'of a Secret'}`, what)])
  if (value === undefined) return isThere
  const exact: Language = { kind: 'exact', value }
  const only = isSingleHeader(name) ? has(exact) : allOf([has(exact), notOf(has({ kind: 'not', of: exact }))])
  if (!value.includes(',') || isSingleHeader(name)) return only
  const several = unknown(`${hearing.name}: lines of header ${name} that are ${value}`, `the lines of the header ${name}`)
  return anyOf([only, allOf([isThere, several])])
}

function heardHeader(name: string, language: Language, hearing: Hearing): Condition {
  const { mutations } = hearing
  const pseudo = name.toLowerCase()
  if (pseudo === ':method') return textIn(attributes.method, language)
  if (pseudo === ':path') return targetCondition(language, hearing)
  if (pseudo === ':authority' || pseudo === 'host') return authorityCondition(language, mutations)
  return headerCondition(name, language, false, mutations, hearing.name)
}
