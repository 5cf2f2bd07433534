import { compareText } from '../../diagnostics/place.ts'
import { type Language, languageKey } from './language.ts'
import { type Simplified, simplified } from './simplified.ts'

/**
 * A name that languages written differently share where they are plainly the same: `web` as a glob and as an exact text, a prefix of path
 * segments and its two halves. The simpler a language, the earlier its name sorts: exact texts, prefixes, suffixes, combinations, patterns.
 */
export function languageName(language: Language): string {
  return nameOf(simplified(language))
}

function nameOf(language: Simplified): string {
  switch (language.kind) {
    case 'literal':
      return languageKey(language.literal)
    case 'pattern':
      return `z ${languageKey(language.pattern)}`
    case 'not':
      return `x not(${nameOf(language.of)})`
    case 'and':
    case 'or':
      return `x ${language.kind}(${language.of.map(nameOf).sort(compareText).join()})`
    case 'replaced':
      return `y ${JSON.stringify([language.drop, language.put])} ${nameOf(language.of)}`
    case 'merged':
      return `y // ${nameOf(language.of)}`
    case 'appended':
      return `y ${JSON.stringify(language.tail)} ${nameOf(language.of)}`
  }
}
