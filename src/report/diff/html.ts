import { reviewPage } from '../html/review-page.ts'
import { setsOfTranslation, textsOfSets } from '../html/texts.ts'
import { type DiffReport, reviewOf } from './report.ts'

/** The review of a change as a page in one file. */
export function diffHtml(report: DiffReport): string {
  const sets = report.of === 'translation' ? setsOfTranslation(report.translated.translation) : report.verified.sets
  return reviewPage(reviewOf(report), textsOfSets(sets))
}
