import { asData, asJson, asPage, type Format } from '../format.ts'
import { translationGithub } from './github.ts'
import { translationGitlab } from './gitlab.ts'
import { translationHtml } from './html.ts'
import { translationReportJson } from './json.ts'
import { translationJunit } from './junit.ts'
import { translationMarkdown } from './markdown.ts'
import { translationModelJson } from './model-json.ts'
import type { TranslationReport } from './report.ts'
import { translationSarif } from './sarif.ts'
import { translationYaml } from './yaml.ts'

/**
 * What of a translation a format shows: its `output`, which is not printed where files are written or the output is refused; a `report`, which
 * says itself that it is refused; or the `input`, for which it does not matter what becomes of it.
 */
export type TranslationFormat = Format<TranslationReport> & { readonly shows: 'output' | 'report' | 'input' }

/** The formats of `convert`, by their names; `printReport` takes one. */
export const translationFormats = {
  text: { ...asData(translationYaml), shows: 'output' },
  yaml: { ...asData(translationYaml), shows: 'output' },
  json: { ...asJson((report) => translationReportJson(report, 'text')), shows: 'report' },
  markdown: { ...asPage(translationMarkdown), shows: 'report' },
  html: { ...asData(translationHtml), shows: 'report' },
  sarif: { ...asJson(translationSarif), shows: 'report' },
  github: { ...asData(translationGithub), shows: 'report' },
  gitlab: { ...asJson(translationGitlab), shows: 'report' },
  junit: { ...asData(translationJunit), shows: 'report' },
  'model-json': { ...asJson(translationModelJson), shows: 'input' },
} satisfies Readonly<Record<string, TranslationFormat>>
