import { sarifLog } from '../results/sarif.ts'
import type { EstimateReport } from './report.ts'
import { estimateResults } from './results.ts'

/** What keeps a mesh where it is, for code scanning. */
export function estimateSarif(report: Pick<EstimateReport, 'estimates'>): Record<string, unknown> {
  return sarifLog(
    estimateResults(report),
    report.estimates.every(({ verdicts }) => verdicts.blocked === 0),
  )
}
