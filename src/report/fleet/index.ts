import { asData, asJson, asPage, type Formats } from '../format.ts'
import type { FleetReport } from './fleet.ts'
import { fleetGithub } from './github.ts'
import { fleetGitlab } from './gitlab.ts'
import { fleetHtml } from './html.ts'
import { fleetJson } from './json.ts'
import { fleetJunit } from './junit.ts'
import { fleetMarkdown } from './markdown.ts'
import { fleetSarif } from './sarif.ts'
import { fleetText } from './text.ts'

/** As `verify` has them for one cluster. */
export const fleetFormats = {
  text: asPage(fleetText),
  json: asJson(fleetJson),
  markdown: asPage(fleetMarkdown),
  html: asData(fleetHtml),
  junit: asData(fleetJunit),
  sarif: asJson(fleetSarif),
  github: asData(fleetGithub),
  gitlab: asJson(fleetGitlab),
} satisfies Formats<FleetReport>
