import type { Decision } from '../../model/verdict.ts'
import type { Difference } from '../../verify/comparison.ts'
import { decidingPoint, decidingRules, ruleText } from '../decision/text.ts'
import { differenceVerdictOrder, isSilenced } from '../verify/report.ts'

/** Differences that come of one thing, such as 60 Services whose callers bypass their waypoints. */
export interface Cause {
  /** The first difference, whose witness stands for all of them. */
  readonly example: Difference
  readonly differences: readonly Difference[]
  /** All destinations, each once. */
  readonly places: readonly string[]
}

/** The differences by what they come of, the gravest first; those that the user accepted or ruled out are left out. */
export function causesOf(differences: readonly Difference[]): Cause[] {
  const groups = new Map<string, Difference[]>()
  for (const difference of differences) {
    if (isSilenced(difference) || difference.verdict === 'identified') continue
    const key = causeKey(difference)
    groups.set(key, [...(groups.get(key) ?? []), difference])
  }
  return [...groups.values()]
    .map((own): Cause => ({ example: own[0]!, differences: own, places: [...new Set(own.flatMap(({ destinations }) => destinations))] }))
    .sort((a, b) => order(a) - order(b) || seen(a) - seen(b) || b.places.length - a.places.length)
}

function order({ example }: Cause): number {
  return differenceVerdictOrder.indexOf(example.verdict)
}

/** What hits traffic that was seen stands first among those of its verdict. */
function seen({ differences }: Cause): number {
  const ranks = { yes: 0, unknown: 1, no: 2 } as const
  return Math.min(...differences.map(({ traffic }) => (traffic === undefined ? 0 : ranks[traffic.seen])))
}

/** What nothing announced is never counted together with what other rules decide: a wider difference hides no other one. */
function causeKey({ verdict, announcedBy, changed, needs, witness }: Difference): string {
  const sides = witness === undefined ? [] : [witness.before, witness.after]
  const rules = announcedBy === undefined ? sides.map((side) => decidingRules(side).map(ruleText)) : []
  return JSON.stringify([verdict, announcedBy?.code, changed, needs, sides.map(reasonOf), rules])
}

function reasonOf(decision: Decision): readonly unknown[] {
  const point = decision.verdict === 'allowed' ? undefined : decidingPoint(decision)
  return [decision.verdict, point?.point, point?.reason]
}
