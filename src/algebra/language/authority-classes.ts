import { isAuthorityOf } from './authority.ts'
import { familiarity } from './kinds.ts'
import { type Language, languageKey } from './language.ts'

/** The texts that can be an authority. */
export const authorityTexts: Language = { kind: 'regex', pattern: '[-A-Za-z0-9._:\\[\\]]+' }

/** Texts that are in the same of some languages, by their positions. */
export interface FoundClass {
  readonly text: string
  readonly inside: readonly number[]
}

const shortestAddress = '[]'
const ordinaryName = /^[-a-z0-9._]+$/

/**
 * The classes that languages of authorities cut all authorities into, without an automaton: every name with its signature, the addresses,
 * which all of them have, and the rest. Each Service of a mesh asks for names of its own, so that no partition of these is used twice. Texts and
 * their order are those of the walk: the shortest first, of these the most familiar. Undefined for anything else, and for names that need a look.
 */
export function authorityClasses(domain: Language, languages: readonly Language[]): readonly FoundClass[] | undefined {
  if (languages.length === 0 || languageKey(domain) !== languageKey(authorityTexts)) return undefined
  const positions = new Map<string, number[]>([[shortestAddress, [...languages.keys()]]])
  for (const [position, language] of languages.entries()) {
    if (language.kind !== 'authority') return undefined
    for (const name of new Set(language.names)) {
      if (!ordinaryName.test(name) || isAuthorityOf([], name)) return undefined
      positions.set(name, [...(positions.get(name) ?? []), position])
    }
  }
  const texts = [...positions.keys(), firstOther(positions)].sort(byFamiliarity)
  const classes = new Map<string, FoundClass>()
  for (const text of texts) {
    const inside = positions.get(text) ?? []
    const key = inside.join()
    if (!classes.has(key)) classes.set(key, { text, inside })
  }
  return [...classes.values()]
}

/** The most familiar authority of one character that is not among the names: a colon is none. */
function firstOther(names: ReadonlyMap<string, unknown>): string {
  return singles.find((text) => !names.has(text.toLowerCase()))!
}

const singles = [...'-._:', ...'abcdefghijklmnopqrstuvwxyz0123456789', ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].sort(byFamiliarity)

function byFamiliarity(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length
  for (let at = 0; at < a.length; at += 1) {
    const difference = familiarity(a.charCodeAt(at)) - familiarity(b.charCodeAt(at))
    if (difference !== 0) return difference
  }
  return 0
}
