import { sarifLog } from '../results/sarif.ts'
import { type FleetReport, fleetIsComplete } from './fleet.ts'
import { fleetResults } from './results.ts'

/** All clusters in one run of code scanning. */
export function fleetSarif(report: FleetReport): Record<string, unknown> {
  return sarifLog(fleetResults(report), fleetIsComplete(report))
}
