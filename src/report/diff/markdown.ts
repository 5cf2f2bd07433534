import { reviewMarkdown } from '../review/markdown.ts'
import { type DiffReport, reviewOf } from './report.ts'

/** The review of a change as a comment on a pull request. */
export function diffMarkdown(report: DiffReport): string {
  return reviewMarkdown(reviewOf(report), report.structural)
}
