import { asData, asJson, asPage, type Formats } from '../format.ts'
import { verifyGithub } from './github.ts'
import { verifyGitlab } from './gitlab.ts'
import { verifyHtml } from './html.ts'
import { verifyJson } from './json.ts'
import { verifyJunit } from './junit.ts'
import { verifyMarkdown } from './markdown.ts'
import type { VerifyReport } from './report.ts'
import { verifySarif } from './sarif.ts'
import { verifyText } from './text.ts'

/** The formats of `verify`, by their names; `printReport` takes one. */
export const verifyFormats = {
  text: asPage(verifyText),
  json: asJson(verifyJson),
  markdown: asPage(verifyMarkdown),
  html: asData(verifyHtml),
  junit: asData(verifyJunit),
  sarif: asJson(verifySarif),
  github: asData(verifyGithub),
  gitlab: asJson(verifyGitlab),
} satisfies Formats<VerifyReport>
