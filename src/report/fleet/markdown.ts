import { inline } from '../escape/markdown.ts'
import { verdictComment, verdictHead } from '../verify/markdown.ts'
import { headline } from '../verify/report.ts'
import { type FleetReport, fleetFails, fleetHeadline, fleetLacksInput, fleetTrafficNote, underTheirNames } from './fleet.ts'

/** All clusters as one comment: a line for each, then their differences, those of the first cluster first. */
export function fleetMarkdown(report: FleetReport): string {
  const lines = report.clusters.map(({ name, report: own }) => `- **${inline(name)}**: ${headline(own.comparison)}\n`)
  const traffic = fleetTrafficNote(report)
  const head = verdictHead(fleetFails(report) || fleetLacksInput(report), fleetHeadline(report))
  return verdictComment(`${head}\n\n${lines.join('')}${traffic === undefined ? '' : `\n${inline(traffic)}\n`}`, underTheirNames(report))
}
