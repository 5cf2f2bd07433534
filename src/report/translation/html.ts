import { reviewPage } from '../html/review-page.ts'
import { setsOfTranslation, textsOfSets } from '../html/texts.ts'
import { translationReview } from '../review/review.ts'
import type { TranslationReport } from './report.ts'

/** What a translation changes, as a page in one file. */
export function translationHtml(report: TranslationReport): string {
  return reviewPage(translationReview(report), textsOfSets(setsOfTranslation(report.translation)))
}
