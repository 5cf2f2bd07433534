import type { TargetName } from '../../../translators/index.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Suppressed } from '../../report/findings/suppressed.ts'
import { setsOfTranslation } from '../../report/html/texts.ts'
import type { BuildsReport } from '../../report/translation/builds.ts'
import type { VerifyReport } from '../../report/verify/report.ts'
import type { Translation } from '../../translation.ts'
import { type CompareOptions, compareMeshes } from '../../verify/compare.ts'
import type { Comparison } from '../../verify/comparison.ts'
import type { FindParts } from '../../verify/found-parts.ts'
import { compareOptionsOf, readBack } from '../../verify/verify.ts'
import { setsToCompare } from '../input/compared-sets.ts'
import type { Accept } from '../input/verification-files.ts'
import type { InputArguments } from '../options/input.ts'
import type { KustomizeArguments } from '../options/kustomize.ts'
import type { ReportFilesArguments } from '../options/report-files.ts'
import type { StrictInputArguments } from '../options/strict-input.ts'
import type { TargetArguments } from '../options/target.ts'
import type { Terminal } from '../process/terminal.ts'
import { runTranslation } from '../translation/translation-run.ts'
import { openDifference } from './convert-verification.ts'

export type OtherSide = { readonly to: TargetName } | { readonly against: readonly string[] }

/** Two meshes to compare. */
export interface Sides {
  readonly before: Mesh
  readonly after: Mesh
  /** What is taken for granted of them. */
  readonly options: CompareOptions
  /** The translation, when the other side was made by one. */
  readonly translation?: Translation
  /** The files of both sides. */
  readonly sets: NonNullable<VerifyReport['sets']>
  /** Which kustomizations were built, where there is a translation. */
  readonly builds?: BuildsReport
  /** What comparing their builds found, which counts where there are some. */
  readonly builtComparison?: Comparison
  /** Kustomizations that could be built before and not after. */
  readonly broken: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
  readonly suppressed?: Suppressed
}

/** Reads both sides of `verify`. */
export function sidesOf(
  args: InputArguments & StrictInputArguments & Partial<ReportFilesArguments> & Omit<TargetArguments, 'to'> & KustomizeArguments,
  other: OtherSide,
  terminal: Terminal,
  accept: Accept,
  find?: FindParts,
): Sides {
  if (!('to' in other)) return { ...setsToCompare(args, other.against), broken: [] }
  const choice = { ...args, verify: true, openDifference: openDifference(accept), find }
  const run = runTranslation({ ...args, to: other.to }, terminal, choice)
  const { translation, diagnostics, builtComparison, builds, broken, suppressed } = run
  return {
    before: translation.mesh,
    after: readBack(translation),
    options: compareOptionsOf(translation),
    translation,
    sets: setsOfTranslation(translation),
    builds,
    ...(builtComparison === undefined ? {} : { builtComparison }),
    broken,
    diagnostics,
    ...(suppressed === undefined ? {} : { suppressed }),
  }
}

export function comparisonOfSides({ before, after, options, builtComparison }: Sides, find?: FindParts): Comparison {
  return builtComparison ?? compareMeshes(before, after, { ...options, find })
}
