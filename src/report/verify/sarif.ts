import { sarifLog } from '../results/sarif.ts'
import { isComplete, type VerifyReport } from './report.ts'
import { verifyResults } from './results.ts'

/** The report of `verify` for code scanning. */
export function verifySarif(report: VerifyReport): Record<string, unknown> {
  return sarifLog(verifyResults(report), isComplete(report))
}
