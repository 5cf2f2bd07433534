import { suppressedClause } from '../findings/suppressed.ts'
import { workflowCommands } from '../results/github.ts'
import { headline } from '../verify/report.ts'
import type { TranslationReport } from './report.ts'
import { translationResults } from './results.ts'

/** The findings of a translation, and what they do not announce, as annotations of a workflow run. */
export function translationGithub(report: TranslationReport): string {
  const { compared, refused } = report
  const verified = compared === undefined ? 'not verified' : headline(compared.comparison)
  return workflowCommands(translationResults(report), `${refused ? 'refused: ' : ''}${verified}${suppressedClause(report.suppressed)}`)
}
