import { asJson, asPage, type Formats } from '../format.ts'
import { configurationJson } from './json.ts'
import type { ConfigurationReport } from './report.ts'
import { configurationText } from './text.ts'

export const configurationFormats = {
  text: asPage(configurationText),
  json: asJson(configurationJson),
} satisfies Formats<ConfigurationReport>
