import type { Style } from '../format.ts'
import { reviewText } from '../review/text.ts'
import { type DiffReport, reviewOf } from './report.ts'

/** The review of a change, then its text. */
export function diffText(report: DiffReport, style: Style): string {
  return reviewText(reviewOf(report), style, report)
}
