import { type Diagnostic, spanOf } from '../../diagnostics/diagnostic.ts'
import { objectText } from '../../diagnostics/place.ts'
import { digest } from '../../verify/lists/digest.ts'
import type { Result } from './result.ts'

/** Findings as results, each at its place. */
export function findingResults(diagnostics: readonly Diagnostic[]): Result[] {
  return diagnostics.map((diagnostic) => {
    const span = spanOf(diagnostic)
    return {
      rule: diagnostic.code,
      level: diagnostic.severity === 'info' ? 'note' : diagnostic.severity,
      title: diagnostic.message,
      details: '',
      hint: diagnostic.help,
      ...(span === undefined ? {} : { span }),
      related: diagnostic.related.map(({ place, message }) => ({ span: place.span, message })),
      fingerprint: digest(`${diagnostic.code} ${whereText(diagnostic)}`),
    }
  })
}

/** The object and the field: a rule that is added above another one must not give the findings of that one new names. */
function whereText({ place, span }: Diagnostic): string {
  if (place === undefined) return span?.file ?? ''
  return `${objectText(place.object)} ${place.path.filter((step) => typeof step === 'string').join('.')}`
}
