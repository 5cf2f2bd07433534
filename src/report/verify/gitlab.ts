import { codeQuality } from '../results/gitlab.ts'
import type { VerifyReport } from './report.ts'
import { verifyResults } from './results.ts'

/** The report of `verify` for the code-quality widget of a merge request. */
export function verifyGitlab(report: VerifyReport): unknown {
  return codeQuality(verifyResults(report))
}
