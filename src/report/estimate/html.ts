import { estimatePage } from '../html/estimate/estimate-page.ts'
import type { EstimateReport } from './report.ts'

/** The estimate as a page in one file, with charts, for a screen or for paper. */
export function estimateHtml(report: EstimateReport): string {
  return estimatePage(report)
}
