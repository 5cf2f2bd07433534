import { sortDiagnostics } from '../../diagnostics/diagnostic.ts'
import type { Suppressed } from '../../report/findings/suppressed.ts'
import { unselectedChanges } from '../../verify/unselected-changes.ts'
import { type ReadSets, readSets } from '../../verify/verify.ts'
import type { InputArguments } from '../options/input.ts'
import type { ReportFilesArguments } from '../options/report-files.ts'
import type { StrictInputArguments } from '../options/strict-input.ts'
import { type TargetArguments, versionsOf } from '../options/target.ts'
import { readTwoSets, type TwoSets } from './comparison-input.ts'
import { requireCompleteInput } from './input-completeness.ts'
import { withoutSuppressed } from './suppressed-findings.ts'

/** Two sets of manifests, read. */
export interface SetsToCompare extends ReadSets {
  readonly sets: TwoSets
  readonly suppressed?: Suppressed
}

/** Reads what a command was given and what `--against` names. With `--strict-input`, an input that lacks something is refused. */
export function setsToCompare(
  args: InputArguments & StrictInputArguments & Partial<ReportFilesArguments> & Omit<TargetArguments, 'to'>,
  against: readonly string[],
): SetsToCompare {
  const sets = readTwoSets(args, against)
  const read = readSets(sets.before, sets.after, {
    assume: args.assume,
    versions: versionsOf(args),
    ...(args['regex-size'] === undefined ? {} : { regexSize: args['regex-size'] }),
    ...(args.namespace === undefined ? {} : { defaultNamespace: args.namespace }),
  })
  const { before, after } = read
  if (args['strict-input'])
    requireCompleteInput([
      { mesh: before, side: 'before' },
      { mesh: after, side: 'after' },
    ])
  const all = sortDiagnostics([...sets.diagnostics, ...read.diagnostics, ...unselectedChanges(before, after)])
  const { shown, suppressed } = withoutSuppressed(all, args)
  return { ...read, sets, diagnostics: shown, ...(suppressed === undefined ? {} : { suppressed }) }
}
