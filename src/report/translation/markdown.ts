import { reviewMarkdown } from '../review/markdown.ts'
import { translationReview } from '../review/review.ts'
import type { TranslationReport } from './report.ts'

/** What a translation changes, as a comment on a pull request. */
export function translationMarkdown(report: TranslationReport): string {
  return reviewMarkdown(translationReview(report))
}
