import type { Wave } from '../plan.ts'
import type { PlanStep } from '../steps-of-wave.ts'

/** In which form a rollout is written: `kubectl` patches what changes, the other two build the objects of each step. */
export const rolloutFormatNames = ['kubectl', 'kustomize', 'argocd'] as const

export type RolloutFormatName = (typeof rolloutFormatNames)[number]

/** What a step comes to in a format. Paths are below the folder of the rollout. */
export interface FormattedStep {
  readonly forward: readonly string[]
  readonly back: readonly string[]
  readonly texts: ReadonlyMap<string, string>
}

export interface FormattedRollout {
  /** Commands before the first wave. */
  readonly begin: readonly string[]
  /** Files that belong to no step. */
  readonly texts: ReadonlyMap<string, string>
  readonly step: (step: PlanStep) => FormattedStep
  /** What it is recorded as in the cluster, where each step applies all that is there: one that comes before what a cluster has would take back what later ones did. */
  readonly id?: string
}

/** The steps of all waves, in order. */
export function stepsOfWaves(waves: readonly Pick<Wave, 'steps'>[]): readonly PlanStep[] {
  return waves.flatMap(({ steps }) => steps)
}
