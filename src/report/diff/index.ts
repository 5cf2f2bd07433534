import { asData, asJson, asPage, type Formats } from '../format.ts'
import type { TranslationReport } from '../translation/report.ts'
import { diffJson } from './json.ts'
import { diffPatch } from './patch.ts'
import { diffText } from './text.ts'

export const diffFormats = {
  text: asPage(diffText),
  patch: asData(diffPatch),
  json: asJson(diffJson),
} satisfies Formats<TranslationReport>
