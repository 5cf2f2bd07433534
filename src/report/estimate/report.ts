import type { BuildsReport } from '../translation/builds.ts'
import type { Estimate } from './estimate.ts'

/** What `estimate` prints: the estimate, and which kustomizations were built for it. */
export interface EstimateReport extends Estimate {
  readonly builds?: BuildsReport
}
