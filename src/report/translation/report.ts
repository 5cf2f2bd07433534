import type { Applied } from '../../rollout/steps.ts'
import type { Translation } from '../../translation.ts'
import type { BuildsReport } from './builds.ts'

/** What `convert` and `diff` print: a translation, and what was found about it. */
export interface TranslationReport {
  readonly translation: Translation
  /** How the output reaches a cluster. */
  readonly applied: Applied
  readonly builds: BuildsReport
  /** What comparing the output with its input found, as the JSON report has it. */
  readonly verification: Readonly<Record<string, unknown>>
  /** True when the output is not shown, because it would allow more than the input or lacks a part of it. */
  readonly refused: boolean
}
