import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Baseline } from '../../report/baseline/baseline.ts'
import { findingsText } from '../../report/findings/text.ts'
import type { Comparison } from '../../verify/comparison.ts'
import { applyAcceptList } from '../../verify/lists/accept-list.ts'
import type { Expectation } from '../../verify/lists/expectations.ts'
import { UsageError } from '../process/errors.ts'
import type { Terminal } from '../process/terminal.ts'
import { today } from '../process/today.ts'
import { optionFile } from './comparison-input.ts'

export type Accept = (comparison: Comparison) => { readonly comparison: Comparison; readonly diagnostics: readonly Diagnostic[] }

/** Where nothing is accepted. */
export const acceptNothing: Accept = (comparison) => ({ comparison, diagnostics: [] })

/** The accept-list that `--accept` names, ready to be applied; without one nothing is accepted. */
export async function acceptListOf(path: string | undefined, terminal: Terminal): Promise<Accept> {
  if (path === undefined) return acceptNothing
  // With the schemas of lists comes zod, which nothing else needs.
  const { readAcceptList } = await import('../../verify/lists/read-accept-list.ts')
  const { entries } = read('--accept', path, readAcceptList, terminal)
  const day = today()
  return (comparison) => applyAcceptList(comparison, entries, day)
}

/** The expectations that `--expect` names. */
export async function expectationsOf(path: string | undefined, terminal: Terminal): Promise<readonly Expectation[]> {
  if (path === undefined) return []
  const { readExpectations } = await import('../../verify/lists/read-expectations.ts')
  return read('--expect', path, readExpectations, terminal).expectations
}

/** The report that `--baseline` names; it has to be about the same target, or about two sets of manifests where none is named. */
export async function baselineOf(path: string | undefined, target: string | undefined): Promise<Baseline | undefined> {
  if (path === undefined) return undefined
  const { readBaseline } = await import('../../report/baseline/read-baseline.ts')
  const baseline = readBaseline(optionFile('--baseline', path), target)
  if ('problem' in baseline) throw new UsageError(`--baseline ${path} ${baseline.problem}`)
  return baseline
}

/** A list that is wrong in any part is wrong usage: half of it must not pass for the whole. */
function read<T extends { readonly diagnostics: readonly Diagnostic[] }>(
  option: string,
  path: string,
  reader: (text: string, file: string) => T,
  terminal: Terminal,
): T {
  const result = reader(optionFile(option, path), path)
  if (result.diagnostics.some(({ severity }) => severity === 'error')) {
    terminal.note(findingsText(result.diagnostics, { paint: terminal.colors, detail: 'full' }))
    throw new UsageError(`${option} ${path} is not valid`)
  }
  return result
}
