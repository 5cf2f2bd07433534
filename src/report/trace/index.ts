import { asJson, asPage, type Formats } from '../format.ts'
import { traceJson } from './json.ts'
import { traceMarkdown } from './markdown.ts'
import type { TraceReport } from './report.ts'
import { traceText } from './text.ts'

/** The formats of `trace`, by their names; `printReport` takes one. */
export const traceFormats = {
  text: asPage(traceText),
  json: asJson(traceJson),
  markdown: asPage(traceMarkdown),
} satisfies Formats<TraceReport>
