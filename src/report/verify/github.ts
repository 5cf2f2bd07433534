import { suppressedClause } from '../findings/suppressed.ts'
import { workflowCommands } from '../results/github.ts'
import { headline, type VerifyReport } from './report.ts'
import { verifyResults } from './results.ts'

/** The report of `verify` as annotations of a workflow run. */
export function verifyGithub(report: VerifyReport): string {
  return workflowCommands(verifyResults(report), `${headline(report.comparison)}${suppressedClause(report.suppressed)}`)
}
