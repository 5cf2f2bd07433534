import { digest } from '../../verify/lists/digest.ts'
import type { Result } from '../results/result.ts'
import { verifyResults } from '../verify/results.ts'
import { type FleetReport, underTheirNames } from './fleet.ts'

/** What annotates a change, of every cluster: two clusters that read one file have a result each. */
export function fleetResults(report: FleetReport): Result[] {
  return underTheirNames(report).flatMap((own, index) =>
    verifyResults(own).map((result) => ({ ...result, fingerprint: digest(`${report.clusters[index]!.name} ${result.fingerprint}`) })),
  )
}
