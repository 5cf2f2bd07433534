import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Applied } from '../../rollout/steps.ts'
import type { Translation } from '../../translation.ts'
import type { Comparison } from '../../verify/comparison.ts'
import type { Baseline } from '../baseline/baseline.ts'
import type { Suppressed } from '../findings/suppressed.ts'
import type { FailurePolicy } from '../verify/report.ts'
import type { BuildsReport } from './builds.ts'

/** What `convert` and `diff` print: a translation, and what was found about it. */
export interface TranslationReport {
  readonly translation: Translation
  /** How the output reaches a cluster. */
  readonly applied: Applied
  readonly builds: BuildsReport
  /** The findings, those of finding the files included, without those that are suppressed. */
  readonly diagnostics: readonly Diagnostic[]
  /** Those that a configuration file suppresses; absent where there is none. */
  readonly suppressed?: Suppressed
  /** What comparing the output with its input found, as the JSON report has it. */
  readonly verification: Readonly<Record<string, unknown>>
  /** The same as it was found; absent where nothing was compared. */
  readonly compared?: { readonly comparison: Comparison; readonly policy: FailurePolicy }
  /** What was so before; absent where nothing is held against it. */
  readonly baseline?: Baseline
  /** True when the output is not shown, because it would allow more than the input or lacks a part of it. */
  readonly refused: boolean
}
