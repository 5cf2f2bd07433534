import { translationJunit } from '../translation/junit.ts'
import { verifyJunit } from '../verify/junit.ts'
import type { DiffReport } from './report.ts'

/** What `convert` or `verify` would say about the manifests that are reviewed, for build servers. */
export function diffJunit(report: DiffReport): string {
  return report.of === 'translation' ? translationJunit(report.translated) : verifyJunit(report.verified)
}
