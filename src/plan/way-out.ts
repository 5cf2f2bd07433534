import type { Change } from '../model/change.ts'
import { namespaceOf } from '../rollout/namespace-of-change.ts'
import type { Translation } from '../translation.ts'
import type { Difference } from '../verify/comparison.ts'
import type { States } from './states.ts'
import { identityOfChange } from './step-kind.ts'
import type { PlanStep } from './steps-of-wave.ts'
import type { Unit } from './unit.ts'

/**
 * What was tried for a wave whose parts would allow, one without the other, what the start denies.
 * - `deny-meanwhile`: an AuthorizationPolicy in the only namespace of the wave that denies every request, from before the wave until after it. What the
 *   plan applies at one time is applied object by object, first to last and last to first; no other order is compared.
 * - `stays`: namespaces of a wave that moves others too keep their sidecars, and nothing of them changes. The states after each of the others have moved
 *   are compared, in one order; those between their steps are not.
 */
export interface TriedWay {
  readonly kind: 'deny-meanwhile' | 'stays'
  readonly namespaces: readonly string[]
  /** Whether none of the states that were compared allows what the start denies. */
  readonly helps: boolean
  /** What the AuthorizationPolicy of `deny-meanwhile` is called: no other one has that name, so that applying and deleting it changes none of them. */
  readonly policy?: string
}

/** A wave, what was done before it, and what comes after it. */
export interface OpeningWave {
  readonly states: Pick<States, 'look' | 'opensBeside'>
  readonly done: readonly Change[]
  readonly units: readonly Unit[]
  readonly steps: readonly Pick<PlanStep, 'changes' | 'between'>[]
  readonly between: readonly Difference[]
  readonly after: readonly Unit[]
  /** Names that AuthorizationPolicies have at the start or at the end, in whichever namespace: a manifest may name none. */
  readonly policyNames: ReadonlySet<string>
}

/** So many states are compared for each kind of way at most; what would take more is not tried, and not said. */
const statesAtMost = 48

/** What would keep a wave from allowing anything on its way; none for a wave that does not. */
export function waysOut(wave: OpeningWave): readonly TriedWay[] {
  const { between, steps } = wave
  if (between.length === 0 && steps.every((step) => step.between.length === 0)) return []
  return [...denying(wave), ...staying(wave)]
}

/** In the root namespace the policy would deny everything in the mesh; of several namespaces, one would have the policy before the others. */
function denying({ states, done, units, steps, policyNames }: OpeningWave): readonly TriedWay[] {
  const [only, ...others] = units
  const cause = only?.changes[0]?.causes[0]
  if (only?.of !== 'namespaces' || only.namespaces.length !== 1 || others.length > 0 || cause === undefined) return []
  const passed = steps.flatMap((step, index) => {
    const before = [...done, ...steps.slice(0, index).flatMap(({ changes }) => changes)]
    const objects = byObject(step.changes)
    const ways = step.between.length === 0 ? [step.changes] : [...prefixes(objects), ...prefixes(objects.toReversed())]
    return ways.map((some) => [...before, ...some])
  })
  if (passed.length >= statesAtMost) return []
  const policy = freeName('deny-meanwhile', policyNames)
  const denials = only.namespaces.map(
    (namespace): Change => ({
      kind: 'add',
      object: {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: policy, namespace },
        spec: { action: 'DENY', rules: [{}] },
      },
      causes: [cause],
      why: 'denies every request as long as the wave takes',
    }),
  )
  // The last state is passed with the policy and without it, and so is the first one.
  return [
    {
      kind: 'deny-meanwhile',
      namespaces: only.namespaces,
      helps: [[...done], ...passed].every((some) => !states.opensBeside(some, denials)),
      policy,
    },
  ]
}

export function authorizationPolicyNames({ input, invalid, emission }: Translation): ReadonlySet<string> {
  const added = emission.changes.flatMap((change) =>
    change.kind === 'add' && change.object.kind === 'AuthorizationPolicy' ? [change.object.metadata.name] : [],
  )
  const given = [...input.objects, ...invalid].flatMap(({ ref }) => (ref.kind === 'AuthorizationPolicy' ? [ref.name] : []))
  return new Set([...given, ...added])
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}-${count}`
  return name
}

/** Where nothing else of the wave changes, the wave itself is what is left out, and nothing of it is compared. */
function staying({ states, done, units, after }: OpeningWave): readonly TriedWay[] {
  const moving = units.filter((unit) => unit.of === 'namespaces')
  let left = statesAtMost
  return moving.flatMap((one): TriedWay[] => {
    if (moving.every((unit) => unit === one || unit.changes.length === 0)) return []
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
