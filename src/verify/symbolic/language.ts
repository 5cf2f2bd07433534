import type { Language } from '../../algebra/language/language.ts'
import type { PathMatch } from '../../model/predicate.ts'

/** The texts that a match of the model accepts. */
export function languageOf(match: PathMatch): Language {
  switch (match.op) {
    case 'present':
      return { kind: 'all' }
    case 'non-empty':
      return { kind: 'non-empty' }
    case 'regex':
      return { kind: 'regex', pattern: match.value }
    case 'segment-prefix':
      return { kind: 'segments', value: match.value }
    case 'template':
      return { kind: 'template', value: match.value }
    case 'exact':
    case 'prefix':
    case 'suffix':
      return { kind: match.op, value: match.value, ...(match.ignoreCase === true ? { ignoreCase: true } : {}) }
  }
}
