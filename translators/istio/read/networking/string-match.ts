import type { TextMatch } from '../../../../src/model/predicate.ts'

/** Istio's StringMatch: one of its fields, or none. */
export interface StringMatch {
  readonly exact?: string
  readonly prefix?: string
  readonly regex?: string
}

/**
 * What a StringMatch compares. None of the fields, null, and the regex `*` (which is not RE2) all ask only that there is a value, the
 * empty one included (istio:pilot/pkg/networking/core/route/route.go canBeConvertedToPresentMatch). A regex must match the whole text.
 */
export function readStringMatch(match: StringMatch | null | undefined): TextMatch {
  if (typeof match?.exact === 'string') return { op: 'exact', value: match.exact }
  if (typeof match?.prefix === 'string') return { op: 'prefix', value: match.prefix }
  if (typeof match?.regex === 'string' && match.regex !== '*') return { op: 'regex', value: match.regex }
  return { op: 'present' }
}

/** The place of the text that a StringMatch compares with: its only field, or the whole match when it has none. */
export function fieldOfMatch(match: StringMatch | null | undefined): 'exact' | 'prefix' | 'regex' | undefined {
  if (typeof match?.exact === 'string') return 'exact'
  if (typeof match?.prefix === 'string') return 'prefix'
  return typeof match?.regex === 'string' ? 'regex' : undefined
}
