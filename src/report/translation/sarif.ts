import { sarifLog } from '../results/sarif.ts'
import { isReadingError } from '../verify/report.ts'
import type { TranslationReport } from './report.ts'
import { translationResults } from './results.ts'

/** The findings of a translation, and what they do not announce, for code scanning. */
export function translationSarif(report: TranslationReport): Record<string, unknown> {
  return sarifLog(translationResults(report), !report.diagnostics.some(isReadingError))
}
