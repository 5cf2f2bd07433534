import { translationJunit } from '../translation/junit.ts'
import type { TranslationReport } from '../translation/report.ts'

/** What `convert` would say about the source, for build servers. */
export function diffJunit(report: TranslationReport): string {
  return translationJunit(report)
}
