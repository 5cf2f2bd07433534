import type { Choice } from '../../estimate/choice/choice.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import { reportVersion } from '../report-version.ts'
import { estimateJson } from './json.ts'

/** Estimates of several targets, and what speaks for which. */
export interface EstimateComparison {
  readonly estimates: readonly Estimate[]
  readonly choice: Choice
}

export function estimateComparisonJson({ estimates, choice }: EstimateComparison): Record<string, unknown> {
  return {
    schemaVersion: reportVersion,
    estimates: Object.fromEntries(estimates.map((one) => [one.target, estimateJson(one)])),
    choice,
  }
}
