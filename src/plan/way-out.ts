import type { Change } from '../model/change.ts'
import { namespaceOf } from '../rollout/namespace-of-change.ts'
import type { Difference } from '../verify/comparison.ts'
import type { States } from './states.ts'
import { identityOfChange } from './step-kind.ts'
import type { PlanStep } from './steps-of-wave.ts'
import type { Unit } from './unit.ts'

/**
 * What was tried for a wave whose parts would allow, one without the other, what the start denies.
 * - `deny-meanwhile`: an AuthorizationPolicy in each of the namespaces that denies every request, from before the wave until after it; its objects can
 *   then be applied one by one.
 * - `stays`: the namespaces keep their sidecars, and nothing of them changes; all others can then move one after the other.
 */
export interface TriedWay {
  readonly kind: 'deny-meanwhile' | 'stays'
  readonly namespaces: readonly string[]
  /** Whether none of the states on that way allows what the start denies. */
  readonly helps: boolean
}

/** A wave, what was done before it, and what comes after it. */
export interface OpeningWave {
  readonly states: States
  readonly done: readonly Change[]
  readonly units: readonly Unit[]
  readonly steps: readonly Pick<PlanStep, 'changes' | 'between'>[]
  readonly between: readonly Difference[]
  readonly after: readonly Unit[]
}

/** So many states are compared for one wave at most; what would take more is not tried, and not said. */
const statesAtMost = 48

/** What would keep a wave from allowing anything on its way; none for a wave that does not. */
export function waysOut(wave: OpeningWave): readonly TriedWay[] {
  const { between, steps } = wave
  if (between.length === 0 && steps.every((step) => step.between.length === 0)) return []
  return [...denying(wave), ...staying(wave)]
}

function denying({ states, done, units, steps, between }: OpeningWave): readonly TriedWay[] {
  const namespaces = units.flatMap((unit) => (unit.of === 'deletions' ? [] : unit.namespaces))
  const cause = units.flatMap(({ changes }) => changes)[0]?.causes[0]
  const passed = [
    ...(between.length === 0 ? [] : prefixes(units.map(({ changes }) => changes)).map((some) => [...done, ...some])),
    ...steps.flatMap((step, index) => {
      const before = [...done, ...steps.slice(0, index).flatMap(({ changes }) => changes)]
      const objects = byObject(step.changes)
      const both = [...prefixes(objects), ...prefixes(objects.toReversed())]
      return step.between.length === 0 ? [] : both.map((some) => [...before, ...some])
    }),
  ]
  if (namespaces.length === 0 || cause === undefined || passed.length >= statesAtMost) return []
  const denials = namespaces.map(
    (namespace): Change => ({
      kind: 'add',
      object: {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: 'deny-meanwhile', namespace },
        spec: { action: 'DENY', rules: [{}] },
      },
      causes: [cause],
      why: 'denies every request as long as the wave takes',
    }),
  )
  // The last state is passed with the policy and without it, and so is the first one.
  return [{ kind: 'deny-meanwhile', namespaces, helps: [[...done], ...passed].every((some) => !states.opensBeside(some, denials)) }]
}

function staying({ states, done, units, after }: OpeningWave): readonly TriedWay[] {
  const moving = units.filter((unit) => unit.of === 'namespaces')
  let left = statesAtMost
  return moving.flatMap((one): TriedWay[] => {
    const others = [...units.filter((unit) => unit !== one), ...after]
    const apart = (change: Change) => !one.namespaces.includes(namespaceOf(change))
    const ways = prefixes(others.map(({ changes }) => changes.filter(apart)))
    left -= ways.length
    if (left < 0) return []
    const helps = ways.every((some) => states.look([...done, ...some]).wider.length === 0)
    return [{ kind: 'stays', namespaces: one.namespaces, helps }]
  })
}

/** The first list, the first two, and so on. */
function prefixes(lists: readonly (readonly Change[])[]): readonly (readonly Change[])[] {
  return lists.map((_, index) => lists.slice(0, index + 1).flat())
}

/** What takes the place of an object of its name is applied with it. */
function byObject(changes: readonly Change[]): readonly (readonly Change[])[] {
  const found = new Map<string, Change[]>()
  for (const change of changes) found.set(identityOfChange(change), [...(found.get(identityOfChange(change)) ?? []), change])
  return [...found.values()]
}
