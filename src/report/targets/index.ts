import { asPage, type Formats } from '../format.ts'
import { targetsMarkdown } from './markdown.ts'
import type { ReviewsReport } from './report.ts'
import { reviewsText } from './text.ts'

/** The formats of the reviews of several targets side by side; `printReport` takes one. */
export const targetsFormats = {
  text: asPage(reviewsText),
  markdown: asPage(targetsMarkdown),
} satisfies Formats<ReviewsReport>
