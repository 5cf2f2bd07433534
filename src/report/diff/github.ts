import { translationGithub } from '../translation/github.ts'
import type { TranslationReport } from '../translation/report.ts'

/** What `convert` would say about the source, as annotations of a workflow run. */
export function diffGithub(report: TranslationReport): string {
  return translationGithub(report)
}
