import { workflowCommands } from '../results/github.ts'
import { headlineSentences } from './headline.ts'
import type { EstimateReport } from './report.ts'
import { estimateResults } from './results.ts'

/** What keeps a mesh where it is, as annotations of a workflow run. */
export function estimateGithub(report: Pick<EstimateReport, 'estimates'>): string {
  const headlines = report.estimates.map((estimate) => `to ${estimate.target}: ${headlineSentences(estimate)[0]}`)
  return workflowCommands(estimateResults(report), headlines.join('; '))
}
