import { asData, asPage, type Format } from '../format.ts'
import { checkPatch } from './patch.ts'
import type { CheckReport } from './report.ts'
import { checkText } from './text.ts'

export type CheckFormat = Format<CheckReport>

export const checkFormats = {
  text: asPage(checkText),
  patch: asData(checkPatch),
} satisfies Readonly<Record<string, CheckFormat>>
