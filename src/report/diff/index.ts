import { asData, asJson, asPage, type Format } from '../format.ts'
import { diffGithub } from './github.ts'
import { diffGitlab } from './gitlab.ts'
import { diffHtml } from './html.ts'
import { diffJson } from './json.ts'
import { diffJunit } from './junit.ts'
import { diffMarkdown } from './markdown.ts'
import { diffPatch } from './patch.ts'
import type { DiffReport } from './report.ts'
import { diffSarif } from './sarif.ts'
import { diffText } from './text.ts'

/** What of a change a format shows: the change itself, which is not printed where it is refused, or a report, which says so. */
export type DiffFormat = Format<DiffReport> & {
  readonly shows: 'output' | 'report'
  /** True where the program of `KUBECTL_EXTERNAL_DIFF` shows the text diff. */
  readonly external?: true
}

/** The formats of `diff`, by their names; `printReport` takes one. */
export const diffFormats = {
  text: { ...asPage(diffText), shows: 'report', external: true },
  markdown: { ...asPage(diffMarkdown), shows: 'report' },
  html: { ...asData(diffHtml), shows: 'report' },
  patch: { ...asData(diffPatch), shows: 'output' },
  json: { ...asJson(diffJson), shows: 'report' },
  sarif: { ...asJson(diffSarif), shows: 'report' },
  github: { ...asData(diffGithub), shows: 'report' },
  gitlab: { ...asJson(diffGitlab), shows: 'report' },
  junit: { ...asData(diffJunit), shows: 'report' },
} satisfies Readonly<Record<string, DiffFormat>>
