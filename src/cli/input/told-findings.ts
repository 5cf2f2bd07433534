import { catalogue } from '../../diagnostics/catalogue.ts'
import type { Diagnostic, Stage } from '../../diagnostics/diagnostic.ts'
import type { Mesh } from '../../model/mesh.ts'
import { textLines } from '../../report/escape/lines.ts'
import { type Suppressed, suppressedCount } from '../../report/findings/suppressed.ts'
import { findingsText } from '../../report/findings/text.ts'
import { isReadingError } from '../../report/verify/report.ts'
import type { DetailArguments } from '../options/output.ts'
import type { Terminal } from '../process/terminal.ts'

interface ToldFindings {
  readonly diagnostics: readonly Diagnostic[]
  readonly suppressed?: Suppressed
}

/**
 * Tells what stood in the way of reading the input and the user's own lists, and faults of ours. What a translation refuses is not a
 * difference, and convert tells it at length: only `--verbose` has it here.
 */
export function tellReading({ diagnostics, suppressed }: ToldFindings, { verbose, quiet }: DetailArguments, terminal: Terminal): void {
  const told = diagnostics.filter(
    ({ code, stage, severity }) => verbose || ((severity === 'error' || !quiet) && (stages.has(stage) || isIgnoredRoute(code))),
  )
  terminal.note(findingsText(told, { paint: terminal.colors, detail: verbose ? 'full' : 'brief' }))
  const count = suppressedCount(suppressed)
  if (!quiet && count !== '') terminal.note(textLines([`findings: ${count}`]))
}

/** A route that nothing reads is reported too: the difference that it makes is hard to see otherwise. */
function isIgnoredRoute(code: string): boolean {
  return code === catalogue.parentNotUnderstood.code
}

const stages: ReadonlySet<Stage> = new Set(['reading', 'schema', 'verification', 'internal'])

/** True when part of the input could not be read: what was decided without it is not an answer about the whole. */
export function isIncomplete(meshes: readonly Mesh[], diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isReadingError) || meshes.some(({ unread }) => unread.some(({ why }) => why !== 'not-modelled'))
}
