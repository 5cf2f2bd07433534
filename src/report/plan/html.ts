import { planPage } from '../html/plan/plan-page.ts'
import type { PlanReport } from './report.ts'

/** The rollout as a page in one file, with its waves as a graph, for a screen or for paper. */
export function planHtml(report: PlanReport): string {
  return planPage(report)
}
