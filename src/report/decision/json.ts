import type { Branch, Decision, PointDecision } from '../../model/verdict.ts'
import { type PlaceJson, placeJson } from '../findings/json.ts'

/** A decision as data: the same tree, with places as the reports write them. */
export type DecisionJson = Omit<Decision, 'points' | 'branches'> & {
  readonly points: readonly PointJson[]
  readonly branches: readonly (Omit<Branch, 'points' | 'end'> & { readonly points: readonly PointJson[] })[]
}

export type PointJson = Omit<PointDecision, 'because' | 'counts'> & {
  readonly because: readonly PlaceJson[]
  readonly counts?: readonly PlaceJson[]
}

export function decisionJson(decision: Decision): DecisionJson {
  const points = (of: readonly PointDecision[]): PointJson[] =>
    of.map(({ counts, ...point }) => ({
      ...point,
      because: point.because.map(placeJson),
      ...(counts === undefined ? {} : { counts: counts.map(placeJson) }),
    }))
  return {
    ...decision,
    points: points(decision.points),
    branches: decision.branches.map(({ end: _, ...branch }) => ({ ...branch, points: points(branch.points) })),
  }
}
