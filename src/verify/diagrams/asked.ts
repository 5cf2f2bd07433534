import { type Language, languageKey } from '../../algebra/language/language.ts'
import type { Attribute } from '../symbolic/attribute.ts'

/** What conditions ask of attributes, by their names. */
export type AskedOf<T> = Map<string, { readonly attribute: Attribute; readonly by: T }>

export function askedOf<T>(asked: AskedOf<T>, attribute: Attribute, nothing: () => T): T {
  const known = asked.get(attribute.name) ?? { attribute, by: nothing() }
  asked.set(attribute.name, known)
  return known.by
}

export function put(asked: AskedOf<Map<string, Language>>, attribute: Attribute, language: Language): void {
  askedOf(asked, attribute, () => new Map()).set(languageKey(language), language)
}
