import { textsOfSets } from '../html/texts.ts'
import { verifyPage } from '../html/verify-page.ts'
import type { VerifyReport } from './report.ts'

/** The report of `verify` as a page in one file. */
export function verifyHtml(report: VerifyReport): string {
  return verifyPage(report, textsOfSets(report.sets))
}
