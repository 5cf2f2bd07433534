import { translationGithub } from '../translation/github.ts'
import { verifyGithub } from '../verify/github.ts'
import type { DiffReport } from './report.ts'

/** What `convert` or `verify` would say about the manifests that are reviewed, as annotations of a workflow run. */
export function diffGithub(report: DiffReport): string {
  return report.of === 'translation' ? translationGithub(report.translated) : verifyGithub(report.verified)
}
