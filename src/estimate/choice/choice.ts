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
  /** No target has anything to migrate: no question arises. */
  readonly nothing?: true
}

/**
 * Weighs all targets, NetworkPolicies alone and staying against each other. What most rows favour and none rules out is proposed; between two, the
 * target that asks for fewer points. Where nothing is favoured that is not ruled out, sidecars stay.
 */
export function choiceOf(estimates: readonly Estimate[], facts: ClusterFacts): Choice {
  const nothing = estimates.length > 0 && estimates.every(({ effort }) => effort.nothing === true)
  const answers = nothing ? [] : questions.map((ask) => ask(estimates, facts))
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
    decision: best === undefined || best.ruledOut || best.favoured === 0 ? 'stay' : best.outcome,
    asked: answers.flatMap((answer) => (answer !== undefined && 'asks' in answer ? [answer.asks] : [])),
    ...(nothing ? { nothing: true as const } : {}),
  }
}

/** What keeps the proposal from being one of the rows alone: another outcome that is favoured as often, no row that favours any, and facts that are not known. */
export function doubtsOfChoice({ decision, outcomes, asked, nothing }: Choice): readonly string[] {
  if (nothing === true) return []
  const favoured = outcomes.find(({ outcome }) => outcome === decision)?.favoured ?? 0
  const equal = outcomes.filter((one) => one.outcome !== decision && !one.ruledOut && one.favoured === favoured)
  const titles = equal.map(({ title }) => title).join(' and ')
  return [
    ...(favoured === 0
      ? ['no row favours anything that is not ruled out']
      : equal.length === 0
        ? []
        : [`as many rows favour ${titles}: its points decide`]),
    ...(asked.length === 0 ? [] : [`${asked.length === 1 ? '1 fact is' : `${asked.length} facts are`} not known, and may change it`]),
  ]
}

/** What is proposed; sidecars that are not there cannot stay. */
export function decisionTitle({ decision, nothing }: Choice): string {
  return nothing === true ? 'nothing to migrate: it stays as it is' : outcomeTitle(decision)
}

export function outcomeTitle(outcome: ChoiceOutcome): string {
  if (outcome === 'network-policy') return 'neither: NetworkPolicies would do'
  return outcome === 'stay' ? 'stay on sidecars' : targets[outcome].title
}

/** In a cell of a table. */
export function outcomeShortName(outcome: ChoiceOutcome): string {
  return outcome === 'network-policy' ? 'NetworkPolicy' : outcome === 'stay' ? 'stay' : targets[outcome].short
}
