import { junitDocument, type TestSuite } from '../results/junit-document.ts'
import { verifySuites } from '../verify/junit.ts'
import { type FleetReport, underTheirNames } from './fleet.ts'

/** The suites of every cluster, under its name. */
export function fleetJunit(report: FleetReport): string {
  const suites = underTheirNames(report).flatMap((own, index) =>
    verifySuites(own).map(([suite, cases]): TestSuite => [`${report.clusters[index]!.name}: ${suite}`, cases]),
  )
  return junitDocument('unsidecar verify', suites)
}
