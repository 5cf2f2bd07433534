import { textLines } from '../escape/lines.ts'
import type { Style } from '../format.ts'
import { plain } from '../paint.ts'
import { headline } from '../verify/report.ts'
import { verifyText } from '../verify/text.ts'
import { type FleetReport, fleetHeadline, fleetTrafficNote, sharedAssumptions, withOwnAssumptions } from './fleet.ts'

/** What all clusters have together, then each as `verify` reports it alone, then what is taken for granted of all of them. */
export function fleetText(report: FleetReport, style: Style): string {
  const paint = style.paint ?? plain
  const shared = sharedAssumptions(report)
  const traffic = fleetTrafficNote(report)
  const heading = (text: string): string => textLines([paint.bold(text)])
  return [
    heading(fleetHeadline(report)),
    textLines(report.clusters.map(({ name, report: own }) => `  ${name}: ${headline(own.comparison)}`)),
    ...report.clusters.map(
      ({ name, report: own }) => `\n${heading(`Cluster ${name}`)}${verifyText(withOwnAssumptions(own, shared), style)}`,
    ),
    ...(traffic === undefined ? [] : [`\n${textLines([paint.dim(traffic)])}`]),
    ...(shared.length === 0 ? [] : [`\n${heading('Assumptions for every cluster')}${textLines(shared.map((text) => `  ${text}`))}`]),
  ].join('')
}
