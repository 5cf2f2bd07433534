import { asPage, type Formats } from '../format.ts'
import type { ExplainReport } from './report.ts'
import { explainText } from './text.ts'

export const explainFormats = { text: asPage(explainText) } satisfies Formats<ExplainReport>
