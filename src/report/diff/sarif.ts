import type { TranslationReport } from '../translation/report.ts'
import { translationSarif } from '../translation/sarif.ts'

/** What `convert` would say about the source, for code scanning. */
export function diffSarif(report: TranslationReport): Record<string, unknown> {
  return translationSarif(report)
}
