import { codeQuality } from '../results/gitlab.ts'
import type { FleetReport } from './fleet.ts'
import { fleetResults } from './results.ts'

/** All clusters for the code-quality widget of a merge request. */
export function fleetGitlab(report: FleetReport): unknown {
  return codeQuality(fleetResults(report))
}
