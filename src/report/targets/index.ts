import { asPage, type Formats } from '../format.ts'
import { targetsMarkdown } from './markdown.ts'
import type { TargetsReport } from './report.ts'
import { targetsText } from './text.ts'

export const targetsFormats = {
  text: asPage(targetsText),
  markdown: asPage(targetsMarkdown),
} satisfies Formats<TargetsReport>
