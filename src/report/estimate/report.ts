import type { Estimate } from '../../estimate/estimate.ts'
import type { BuildsReport } from '../translation/builds.ts'

/** What `estimate` prints: the estimate, and which kustomizations were built for it. */
export interface EstimateReport extends Estimate {
  readonly builds?: BuildsReport
}
