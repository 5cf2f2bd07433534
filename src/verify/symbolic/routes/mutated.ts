import { accepts, type Language, languageKey } from '../../../algebra/language/language.ts'
import type { Mutation } from '../../../model/action.ts'
import { isSingleHeader } from '../../../resolve/single-headers.ts'
import { type Attribute, attributes, header } from '../attribute.ts'
import { alwaysTrue, anyOf, type Condition, constant, memberIn, neverTrue, notOf, textIn, unknown } from '../condition.ts'

/** That a header (or the authority, or the path) is there: every text. */
const anything: Language = { kind: 'all' }

/**
 * The condition on the request as sent under which the path that arrives after some mutations is in a language. `sent` is how the point would see
 * it without them.
 */
export function pathCondition(
  language: Language,
  mutations: readonly Mutation[],
  point: string,
  sent: Attribute = attributes.path,
): Condition {
  const last = mutations.at(-1)
  if (last === undefined) return textIn(sent, language)
  const before = mutations.slice(0, -1)
  switch (last.kind) {
    case 'replace-path':
      return constant(accepts(language, last.value))
    case 'replace-prefix': {
      const backwards: Language = { kind: 'before-replacing-prefix', drop: last.drop, put: last.put, of: language }
      // A path that loses everything keeps its slash.
      const emptied: Language = { kind: 'exact', value: last.drop }
      const whole: Language = accepts(language, '/')
        ? { kind: 'or', of: [backwards, emptied] }
        : { kind: 'and', of: [backwards, { kind: 'not', of: emptied }] }
      return pathCondition(last.put === '' ? whole : backwards, before, point, sent)
    }
    case 'replace-regex':
      return unknown(
        `${point}: path after ${JSON.stringify(last)} in ${languageKey(language)}`,
        `what \`${last.pattern}\` makes of the path`,
      )
    case 'authority':
    case 'set-header':
    case 'add-header':
    case 'remove-header':
      return pathCondition(language, before, point, sent)
  }
}

export function authorityCondition(language: Language, mutations: readonly Mutation[]): Condition {
  const last = mutations.findLast((mutation) => mutation.kind === 'authority')
  return last === undefined ? textIn(attributes.authority, language) : constant(accepts(language, last.value))
}

/** The same for a header of which one value is in the language; `absent` is the answer where it does not arrive at all. */
export function headerCondition(
  name: string,
  language: Language,
  absent: boolean,
  mutations: readonly Mutation[],
  point: string,
): Condition {
  const last = mutations.at(-1)
  const attribute = header(name)
  if (last === undefined) {
    const has = isSingleHeader(name) ? textIn : memberIn
    const found = has(attribute, language)
    return absent ? anyOf([found, notOf(has(attribute, anything))]) : found
  }
  const before = mutations.slice(0, -1)
  const concerns = 'name' in last && last.name.toLowerCase() === name.toLowerCase()
  if (!concerns) return headerCondition(name, language, absent, before, point)
  if (last.kind === 'remove-header') return constant(absent)
  if (last.value.includes('%'))
    return unknown(`${point}: header ${name} from ${last.value} in ${languageKey(language)}`, `what \`${last.value}\` becomes`)
  if (last.kind === 'set-header') return constant(accepts(language, last.value))
  if (!isSingleHeader(name)) return accepts(language, last.value) ? alwaysTrue : headerCondition(name, language, false, before, point)
  const appended = headerCondition(name, { kind: 'before-appending', tail: `,${last.value}`, of: language }, false, before, point)
  const missing = notOf(headerCondition(name, anything, false, before, point))
  return anyOf([appended, accepts(language, last.value) ? missing : neverTrue])
}
