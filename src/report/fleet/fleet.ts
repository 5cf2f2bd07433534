import type { Comparison, Difference, DifferenceVerdict } from '../../verify/comparison.ts'
import { amountText } from '../findings/text.ts'
import { headline, isComplete, lacksInput, reportFails, toldOneByOne, type VerifyReport } from '../verify/report.ts'
import { noTrafficOfClusters } from '../verify/traffic-text.ts'

/** What one of several clusters decides differently, under the name that the user gave it. */
export interface ClusterReport {
  readonly name: string
  readonly report: VerifyReport
}

/** Several clusters in one report. Each is a mesh of its own: what one has is not in another. */
export interface FleetReport {
  /** In the order in which the user named them. */
  readonly clusters: readonly ClusterReport[]
}

/** What all clusters have together, for a headline. */
export function fleetTotals({ clusters }: FleetReport): Pick<Comparison, 'differences' | 'parts' | 'unread' | 'unreadReviewed'> {
  const comparisons = clusters.map(({ report }) => report.comparison)
  const sum = (verdict: 'equal' | DifferenceVerdict): number => comparisons.reduce((all, { parts }) => all + parts[verdict], 0)
  return {
    differences: comparisons.flatMap(({ differences }) => differences),
    parts: {
      equal: sum('equal'),
      wider: sum('wider'),
      narrower: sum('narrower'),
      rerouted: sum('rerouted'),
      undetermined: sum('undetermined'),
      identified: sum('identified'),
    },
    unread: comparisons.flatMap(({ unread }) => unread),
    unreadReviewed: comparisons.every(({ unreadReviewed }) => unreadReviewed),
  }
}

export function fleetFails({ clusters }: FleetReport): boolean {
  return clusters.some(({ report }) => reportFails(report))
}

/** True when the report is an answer about all of the input of every cluster. */
export function fleetIsComplete({ clusters }: FleetReport): boolean {
  return clusters.every(({ report }) => isComplete(report))
}

export function fleetLacksInput({ clusters }: FleetReport): boolean {
  return clusters.some(({ report }) => lacksInput(report))
}

/** `2 clusters: 1 wider, …; 418 of 424 parts equal`. */
export function fleetHeadline(report: FleetReport): string {
  return `${amountText(report.clusters.length, 'cluster')}: ${headline(fleetTotals(report))}`
}

/** That no traffic was looked at, where a difference of any cluster could hit some. */
export function fleetTrafficNote({ clusters }: FleetReport): string | undefined {
  return noTrafficOfClusters(clusters.flatMap(({ report }) => toldOneByOne(report)))
}

/** What is taken for granted of every cluster. */
export function sharedAssumptions({ clusters: [first, ...others] }: FleetReport): readonly string[] {
  const all = first?.report.comparison.assumptions ?? []
  return all.filter((text) => others.every(({ report }) => report.comparison.assumptions.includes(text)))
}

/** The report of a cluster with those of its assumptions that not all have. */
export function withOwnAssumptions(report: VerifyReport, shared: readonly string[]): VerifyReport {
  const assumptions = report.comparison.assumptions.filter((text) => !shared.includes(text))
  return { ...report, amongClusters: true, comparison: { ...report.comparison, assumptions } }
}

/**
 * The reports of the clusters with their names before what would not tell them apart, such as `east: Service shop/cart:80`. A difference keeps
 * the id that `verify` gives it for that cluster alone; an assumption that all share stands once, in the first, without a name.
 */
export function underTheirNames(fleet: FleetReport): VerifyReport[] {
  const shared = sharedAssumptions(fleet)
  return fleet.clusters.map(({ name, report }, index) => {
    const { comparison } = withOwnAssumptions(report, shared)
    const named = (text: string): string => `${name}: ${text}`
    const differences = comparison.differences.map((one): Difference => ({ ...one, destinations: one.destinations.map(named) }))
    const outside = comparison.outside.map((one) => ({ ...one, what: named(one.what) }))
    const unread = comparison.unread.map((one) => ({ ...one, what: named(one.what) }))
    const assumptions = [...(index === 0 ? shared : []), ...comparison.assumptions.map(named)]
    return { ...report, amongClusters: true, comparison: { ...comparison, differences, outside, unread, assumptions } }
  })
}
