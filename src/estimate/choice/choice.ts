import { targets } from '../../../translators/index.ts'
import type { Estimate } from '../estimate.ts'
import type { ClusterFacts } from './facts.ts'
import { questions } from './questions.ts'
import type { ChoiceOutcome, ChoiceRow } from './row.ts'

export interface Choice {
  readonly rows: readonly ChoiceRow[]
  /** How many rows favour an outcome; those that are ruled out come last. */
  readonly outcomes: readonly {
    readonly outcome: ChoiceOutcome
    readonly title: string
    readonly favoured: number
    readonly ruledOut: boolean
  }[]
  readonly decision: ChoiceOutcome
  /** ClusterFacts that would answer open questions. */
  readonly asked: readonly string[]
}

/**
 * Weighs all targets, NetworkPolicies alone and staying against each other. What most rows favour and none rules out is proposed; between two, the
 * target that asks for fewer points. Where all else is ruled out, sidecars stay.
 */
export function choiceOf(estimates: readonly Estimate[], facts: ClusterFacts): Choice {
  const answers = questions.map((ask) => ask(estimates, facts))
  const rows = answers.flatMap((answer) => (answer === undefined || 'asks' in answer ? [] : [answer]))
  const points = new Map(estimates.map(({ target, effort }) => [target as ChoiceOutcome, effort.points.low + effort.points.high]))
  const outcomes = [...estimates.map(({ target }): ChoiceOutcome => target), 'network-policy' as const, 'stay' as const]
    .map((outcome) => ({
      outcome,
      title: outcomeTitle(outcome),
      favoured: rows.filter(({ favours }) => favours.includes(outcome)).length,
      ruledOut: rows.some(({ rulesOut }) => rulesOut.includes(outcome)),
    }))
    .sort(
      (a, b) =>
        Number(a.ruledOut) - Number(b.ruledOut) ||
        b.favoured - a.favoured ||
        (points.get(a.outcome) ?? Number.POSITIVE_INFINITY) - (points.get(b.outcome) ?? Number.POSITIVE_INFINITY),
    )
  const [best] = outcomes
  return {
    rows,
    outcomes,
    decision: best === undefined || best.ruledOut ? 'stay' : best.outcome,
    asked: answers.flatMap((answer) => (answer !== undefined && 'asks' in answer ? [answer.asks] : [])),
  }
}

export function outcomeTitle(outcome: ChoiceOutcome): string {
  if (outcome === 'network-policy') return 'neither: NetworkPolicies would do'
  return outcome === 'stay' ? 'stay on sidecars' : targets[outcome].title
}
