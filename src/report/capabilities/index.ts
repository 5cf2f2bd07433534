import { asJson, asPage, type Formats } from '../format.ts'
import { capabilitiesJson } from './json.ts'
import type { CapabilitiesReport } from './report.ts'
import { capabilitiesText } from './text.ts'

/** The formats of `capabilities`, by their names; `printReport` takes one. */
export const capabilitiesFormats = {
  text: asPage(capabilitiesText),
  json: asJson(capabilitiesJson),
} satisfies Formats<CapabilitiesReport>
