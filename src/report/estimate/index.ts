import { asData, asJson, asPage, type Formats } from '../format.ts'
import { estimateAdr } from './adr.ts'
import { estimateComparisonJson } from './comparison-json.ts'
import { estimateComparisonText } from './comparison-text.ts'
import { estimateCsv } from './csv.ts'
import { estimateGithub } from './github.ts'
import { estimateHtml } from './html.ts'
import { estimateJson } from './json.ts'
import { estimateJunit } from './junit.ts'
import { estimateMarkdown } from './markdown.ts'
import type { EstimateReport } from './report.ts'
import { estimateSarif } from './sarif.ts'
import { estimateText } from './text.ts'

/** The formats of `estimate`, by their names; `printReport` takes one. */
export const estimateFormats = {
  text: asPage((report, style) =>
    report.estimates.length === 1 ? estimateText(report.estimates[0], style) : estimateComparisonText(report.decide(), style),
  ),
  json: asJson(({ estimates, builds, decide }) =>
    estimates.length === 1 ? estimateJson(estimates[0], builds) : estimateComparisonJson(decide()),
  ),
  csv: asData(estimateCsv),
  markdown: asPage(estimateMarkdown),
  html: asData(estimateHtml),
  adr: asPage(estimateAdr),
  sarif: asJson(estimateSarif),
  github: asData(estimateGithub),
  junit: asData(estimateJunit),
} satisfies Formats<EstimateReport>
