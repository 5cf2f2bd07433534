import { asJson, asPage, type Formats } from '../format.ts'
import { estimateJson } from './json.ts'
import type { EstimateReport } from './report.ts'
import { estimateText } from './text.ts'

export const estimateFormats = {
  text: asPage(estimateText),
  json: asJson(estimateJson),
} satisfies Formats<EstimateReport>
