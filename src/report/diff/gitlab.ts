import { translationGitlab } from '../translation/gitlab.ts'
import { verifyGitlab } from '../verify/gitlab.ts'
import type { DiffReport } from './report.ts'

/** What `convert` or `verify` would say about the manifests that are reviewed, for the code-quality widget of a merge request. */
export function diffGitlab(report: DiffReport): unknown {
  return report.of === 'translation' ? translationGitlab(report.translated) : verifyGitlab(report.verified)
}
