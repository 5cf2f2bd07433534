import { reportVersion } from '../report-version.ts'
import { verifyJson } from '../verify/json.ts'
import { type FleetReport, fleetFails, fleetIsComplete, fleetTotals } from './fleet.ts'

/** For programs: what all clusters have together, and the report of each, as `verify -o json` prints it. */
export function fleetJson(report: FleetReport): Record<string, unknown> {
  return {
    schemaVersion: reportVersion,
    fails: fleetFails(report),
    complete: fleetIsComplete(report),
    parts: fleetTotals(report).parts,
    clusters: report.clusters.map(({ name, report: own }) => ({ name, report: verifyJson(own) })),
  }
}
