import { codeQuality } from '../results/gitlab.ts'
import type { TranslationReport } from './report.ts'
import { translationResults } from './results.ts'

/** The findings of a translation, and what they do not announce, for the code-quality widget of a merge request. */
export function translationGitlab(report: TranslationReport): unknown {
  return codeQuality(translationResults(report))
}
