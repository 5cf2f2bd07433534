import { asData, asJson, asPage, type Formats } from '../format.ts'
import { planHtml } from './html.ts'
import { planJson } from './json.ts'
import { planMarkdown } from './markdown.ts'
import type { PlanReport } from './report.ts'
import { planText } from './text.ts'

export const planFormats = {
  text: asPage(planText),
  json: asJson(planJson),
  markdown: asPage(planMarkdown),
  html: asData(planHtml),
} satisfies Formats<PlanReport>
