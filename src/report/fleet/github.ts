import { workflowCommands } from '../results/github.ts'
import { type FleetReport, fleetHeadline } from './fleet.ts'
import { fleetResults } from './results.ts'

/** All clusters as annotations of a workflow run. */
export function fleetGithub(report: FleetReport): string {
  return workflowCommands(fleetResults(report), fleetHeadline(report))
}
