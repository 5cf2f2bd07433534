import { inline } from '../escape/markdown.ts'
import { differenceBlocks, fittedComment, tailOf } from '../verify/markdown.ts'
import { headline } from '../verify/report.ts'
import { type FleetReport, fleetFails, fleetHeadline, fleetLacksInput, underTheirNames } from './fleet.ts'

/** All clusters as one comment: a line for each, then their differences, those of the first cluster first. */
export function fleetMarkdown(report: FleetReport): string {
  const { clusters } = report
  const bad = fleetFails(report) || fleetLacksInput(report)
  const lines = clusters.map(({ name, report: own }) => `- **${inline(name)}**: ${headline(own.comparison)}\n`)
  const head = `## unsidecar verify\n\n${bad ? '❌' : '✅'} **${fleetHeadline(report)}**\n\n${lines.join('')}`
  const named = underTheirNames(report)
  return fittedComment(head, named.flatMap(differenceBlocks), named.flatMap(tailOf))
}
