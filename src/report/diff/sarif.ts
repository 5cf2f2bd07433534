import { translationSarif } from '../translation/sarif.ts'
import { verifySarif } from '../verify/sarif.ts'
import type { DiffReport } from './report.ts'

/** What `convert` or `verify` would say about the manifests that are reviewed, for code scanning. */
export function diffSarif(report: DiffReport): Record<string, unknown> {
  return report.of === 'translation' ? translationSarif(report.translated) : verifySarif(report.verified)
}
