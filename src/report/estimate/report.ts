import type { Estimate } from '../../estimate/estimate.ts'
import type { BuildsReport } from '../translation/builds.ts'
import type { EstimateComparison } from './comparison-json.ts'

/** What `estimate` prints: the estimates of the targets that were asked for, and which kustomizations were built for them. */
export interface EstimateReport {
  /** One for each `--to`, in their order. */
  readonly estimates: readonly [Estimate, ...Estimate[]]
  readonly builds?: BuildsReport
  /** All targets, and what speaks for which: those that were not asked for are estimated now. */
  readonly decide: () => EstimateComparison
  /** The day, as `YYYY-MM-DD`. */
  readonly today: string
}
