import { translationReportJson } from '../translation/json.ts'
import type { TranslationReport } from '../translation/report.ts'

/** The report of a translation with a patch in place of the text of each file. */
export function diffJson(report: TranslationReport): Record<string, unknown> {
  return translationReportJson(report, 'patch')
}
