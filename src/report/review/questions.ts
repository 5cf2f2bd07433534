import { definitionOf } from '../../diagnostics/catalogue.ts'
import type { Diagnostic, Severity } from '../../diagnostics/diagnostic.ts'
import { compareText } from '../../diagnostics/place.ts'

/** What a human has to decide: findings of one kind, with the first of them. */
export interface Question {
  readonly code: string
  readonly severity: Severity
  readonly title: string
  readonly times: number
  readonly first: Diagnostic
}

/** Errors before warnings, the most frequent first; notes ask for nothing. */
export function questionsOf(diagnostics: readonly Diagnostic[]): Question[] {
  const kinds = new Map<string, { first: Diagnostic; times: number }>()
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity === 'info') continue
    const known = kinds.get(diagnostic.code) ?? { first: diagnostic, times: 0 }
    kinds.set(diagnostic.code, { ...known, times: known.times + 1 })
  }
  const rank = ({ severity }: Question): number => (severity === 'error' ? 0 : 1)
  return [...kinds]
    .map(([code, { first, times }]): Question => {
      return { code, severity: first.severity, title: definitionOf(code)?.title ?? code, times, first }
    })
    .sort((a, b) => rank(a) - rank(b) || b.times - a.times || compareText(a.code, b.code))
}
