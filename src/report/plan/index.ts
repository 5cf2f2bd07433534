import { asJson, asPage, type Formats } from '../format.ts'
import { planJson } from './json.ts'
import type { PlanReport } from './report.ts'
import { planText } from './text.ts'

export const planFormats = {
  text: asPage(planText),
  json: asJson(planJson),
} satisfies Formats<PlanReport>
