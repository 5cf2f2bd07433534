import type { ResourceOutcome } from '../../account/verdicts.ts'
import type { Emission } from '../../model/change.ts'
import type { Translation } from '../../translation.ts'
import type { Comparison } from '../../verify/comparison.ts'
import { type PendingDecision, suppositionOf } from '../decision.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { OutsideFigures } from '../outside.ts'
import { type Range, sumOfRanges, times } from '../range.ts'
import type { EstimateSettings } from '../settings/settings.ts'
import { outcomesAfterDecisions } from './after-decisions.ts'
import { type Confidence, confidenceOf } from './confidence.ts'
import { type EffortItem, type Ledger, ledgers, weighed } from './item.ts'
import { namespaceWork } from './namespace-work.ts'
import { isNothing, isOfAMigration } from './nothing.ts'
import { platformWork } from './platform-work.ts'
import { resourceWork, writtenByTool } from './resource-work.ts'
import { verificationWork } from './verification-work.ts'
import { type VersionNeeds, versionNeeds } from './version-needs.ts'

/** What is left to people, in points, and what the tool does for them. */
export interface Effort {
  readonly points: Range
  readonly ledgers: readonly { readonly ledger: Ledger; readonly points: Range; readonly items: readonly EffortItem[] }[]
  /** What the tool writes, edits and removes, and what that would be by hand; nothing where it would write nothing. */
  readonly removed: { readonly resources: number; readonly points: Range }
  readonly versions: VersionNeeds
  readonly confidence: Confidence
  readonly notCounted: readonly string[]
  /** Only where the user gives a rate. */
  readonly personDays?: Range
  /** Nothing in the input has to migrate: what is done once for a migration is not counted either. */
  readonly nothing?: true
}

/** What no manifest says, and no number here has in it. */
export const notCounted: readonly string[] = [
  'changes in applications',
  'dashboards and alerts',
  'load tests',
  'training',
  'waiting for approvals and maintenance windows',
]

/** What is known of a translation when its effort is counted. */
export interface Counted {
  readonly outcomes: readonly ResourceOutcome[]
  readonly decisions: readonly PendingDecision[]
  /** What the translator makes of the input once all of them are taken that can be tried. */
  readonly decided: Emission
  readonly inventory: Inventory
  readonly writes: boolean
  readonly outside: OutsideFigures | undefined
  readonly comparison?: Comparison | undefined
}

export function effortOf(translation: Translation, counted: Counted, { weights, pointsPerDay, whatIf }: EstimateSettings): Effort {
  const { outcomes, decisions, decided, inventory, writes, outside, comparison } = counted
  const moves = writes && (translation.emission.moves?.objects.length ?? 0) > 0
  const versions = versionNeeds(translation, whatIf === false ? undefined : moves ? {} : suppositionOf(decisions))
  const work = [
    ...platformWork(translation, inventory, versions),
    ...namespaceWork(translation, inventory),
    ...resourceWork(translation, outcomes, decisions, outcomesAfterDecisions(translation, outcomes, decided)),
    ...verificationWork(comparison),
  ]
  const nothing = isNothing(work, translation)
  const items = weighed(nothing ? work.filter((one) => !isOfAMigration(one)) : work, weights)
  const points = sumOfRanges(items.map((item) => item.points))
  const written = writes ? writtenByTool(translation).length : 0
  return {
    points,
    ledgers: ledgers.map((ledger) => {
      const own = items.filter((item) => item.ledger === ledger)
      return { ledger, points: sumOfRanges(own.map((item) => item.points)), items: own }
    }),
    removed: { resources: written, points: times(weights.written, written) },
    versions,
    confidence: confidenceOf(translation, outside, comparison !== undefined),
    notCounted,
    ...(nothing ? { nothing: true as const } : {}),
    ...(pointsPerDay === undefined ? {} : { personDays: { low: days(points.low, pointsPerDay), high: days(points.high, pointsPerDay) } }),
  }
}

/** Half days, rounded up. */
function days(points: number, rate: number): number {
  return Math.ceil((2 * points) / rate) / 2
}
