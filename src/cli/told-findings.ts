import type { Diagnostic, Stage } from '../diagnostics/diagnostic.ts'
import type { Mesh } from '../model/mesh.ts'
import { findingsText } from '../report/findings-text.ts'
import { isReadingError } from '../report/verify-report.ts'
import type { DetailArguments } from './options/output.ts'
import type { Terminal } from './terminal.ts'

/**
 * Tells what stood in the way of reading the input and the user's own lists, and faults of ours. What a translation refuses is no
 * difference, and convert tells it at length: only `--verbose` has it here.
 */
export function tellReading(diagnostics: readonly Diagnostic[], { verbose, quiet }: DetailArguments, terminal: Terminal): void {
  const told = diagnostics.filter(({ stage, severity }) => verbose || ((severity === 'error' || !quiet) && stages.has(stage)))
  terminal.note(findingsText(told, { paint: terminal.colors, detail: verbose ? 'full' : 'brief' }))
}

const stages: ReadonlySet<Stage> = new Set(['reading', 'schema', 'verification', 'internal'])

/** True when part of the input could not be read: what was decided without it is no answer about the whole. */
export function isIncomplete(meshes: readonly Mesh[], diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isReadingError) || meshes.some(({ unread }) => unread.some(({ why }) => why !== 'not-modelled'))
}
