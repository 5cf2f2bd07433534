import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { findingsText } from '../report/findings-text.ts'
import { isReadingError } from '../report/verify-report.ts'
import type { DetailArguments } from './options/output.ts'
import type { Terminal } from './terminal.ts'

/**
 * Tells what stood in the way of reading the input and the user's own lists, and faults of ours. What a translation refuses is no
 * difference, and convert tells it at length: only `--verbose` has it here.
 */
export function tellReading(diagnostics: readonly Diagnostic[], { verbose, quiet }: DetailArguments, terminal: Terminal): void {
  const told = diagnostics.filter(({ code, severity }) => verbose || ((severity === 'error' || !quiet) && /^US[0149]/.test(code)))
  terminal.note(findingsText(told, { paint: terminal.colors, detail: verbose ? 'full' : 'brief' }))
}

/** True when part of the input could not be read: what was decided without it is no answer about the whole. */
export function isIncomplete(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isReadingError)
}
