import { asPage, type Formats } from '../format.ts'
import type { ExplainReport } from './report.ts'
import { explainText } from './text.ts'

/** The formats of `explain`, by their names; `printReport` takes one. */
export const explainFormats = { text: asPage(explainText) } satisfies Formats<ExplainReport>
