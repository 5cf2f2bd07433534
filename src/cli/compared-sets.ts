import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts'
import { unselectedChanges } from '../verify/unselected-changes.ts'
import { compareManifests } from '../verify/verify.ts'
import { readTwoSets, type TwoSets } from './comparison-input.ts'
import { requireCompleteInput } from './input-completeness.ts'
import type { InputArguments } from './options/input.ts'
import type { StrictInputArguments } from './options/strict-input.ts'
import { type TargetArguments, versionsOf } from './options/target.ts'

/** Two sets of manifests, read and compared. */
export interface ComparedSets {
  readonly sets: TwoSets
  readonly compared: ReturnType<typeof compareManifests>
  /** Findings of finding, reading and comparing. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads what a command was given and what `--against` names, and compares them. With `--strict-input`, an input that lacks something is refused. */
export function comparedSets(
  args: InputArguments & StrictInputArguments & Omit<TargetArguments, 'to'>,
  against: readonly string[],
): ComparedSets {
  const sets = readTwoSets(args, against)
  const compared = compareManifests(sets.before, sets.after, {
    assume: args.assume,
    versions: versionsOf(args),
    ...(args.namespace === undefined ? {} : { defaultNamespace: args.namespace }),
  })
  if (args['strict-input'])
    requireCompleteInput([
      { mesh: compared.before, side: 'before' },
      { mesh: compared.after, side: 'after' },
    ])
  return {
    sets,
    compared,
    diagnostics: sortDiagnostics([...sets.diagnostics, ...compared.diagnostics, ...unselectedChanges(compared.before, compared.after)]),
  }
}
