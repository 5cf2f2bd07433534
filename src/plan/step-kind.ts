import { identityOf } from '../manifest/edit/objects-to-add.ts'
import { groupOf } from '../model/api-group.ts'
import { type Change, goesFirst } from '../model/change.ts'

/**
 * What is done at one time within a wave, in the preferred order: what denies nothing goes first, so that what is denied for the time being is
 * denied as shortly as can be.
 * - `delete-first`: routes that no sidecar follows, and a waypoint would.
 * - `ready`: what decides about no request by itself, such as a waypoint; it is up before anything relies on it.
 * - `routes`: new routes and destinations.
 * - `policies`: new policies, so that what only they close is closed before it is open.
 * - `rewrite`: policies and routes that change, such as a policy that a waypoint enforces from now on.
 * - `enrol`: labels of namespaces, Services and pods, and the restarts that make them true.
 * - `delete`: what only sidecars needed.
 */
export const stepKinds = ['delete-first', 'ready', 'routes', 'policies', 'rewrite', 'enrol', 'delete'] as const

export type StepKind = (typeof stepKinds)[number]

/** The kinds that have to be done before another one. */
const needed: Readonly<Record<StepKind, readonly StepKind[]>> = {
  'delete-first': [],
  ready: ['delete-first'],
  routes: ['delete-first', 'ready'],
  policies: ['delete-first', 'ready'],
  rewrite: ['delete-first', 'ready', 'policies'],
  enrol: ['delete-first', 'ready', 'routes', 'policies', 'rewrite'],
  delete: ['delete-first', 'ready', 'routes', 'policies', 'rewrite', 'enrol'],
}

/** Where that order opens something between two parts: routes and rewritten objects may also come after the restart. */
const neededAtLeast: Readonly<Record<StepKind, readonly StepKind[]>> = { ...needed, enrol: ['delete-first', 'ready', 'policies'] }

/** What is done at one time. */
export interface StepPart {
  readonly kind: StepKind
  readonly changes: readonly Change[]
}

/** Whether a part of a wave may be done when others are; `present` are all that the wave has. */
export function mayFollow(next: StepPart, done: ReadonlySet<StepPart>, present: readonly StepPart[], order: 'preferred' | 'any'): boolean {
  const before = (order === 'preferred' ? needed : neededAtLeast)[next.kind]
  return present.every((part) => done.has(part) || !before.includes(part.kind))
}

/** In so many rounds objects are rewritten in a wave, each state compared; where it takes more they are rewritten as one part. */
const roundsAtMost = 12

/** Objects that are rewritten, each with its changes, by the rounds in which they are. */
export type Rounds = (objects: readonly (readonly Change[])[]) => readonly (readonly Change[])[][]

/** Each object in a round for itself. */
export const oneByOne: Rounds = (objects) => objects.map((object) => [object])

/**
 * The changes of a wave by what they do, in the preferred order. Objects that are rewritten are parts of their own: a DENY that goes to its waypoint
 * before the ALLOW beside it would open what it closes. An object that takes the place of another one of its name is added when that one is removed.
 * Where workloads move that are enrolled already, and only have to restart, that is a part without changes.
 */
export function partsOfWave(changes: readonly Change[], moves: boolean, rounds: Rounds): readonly StepPart[] {
  const added = new Map(changes.flatMap((change) => (change.kind === 'add' ? [[identityOfChange(change), kindOf(change)] as const] : [])))
  const found = new Map<StepKind, Change[]>(moves ? [['enrol', []]] : [])
  for (const change of changes) {
    const kind = (change.kind === 'remove' ? added.get(identityOfChange(change)) : undefined) ?? kindOf(change)
    found.set(kind, [...(found.get(kind) ?? []), change])
  }
  return stepKinds.flatMap((kind): StepPart[] => {
    const own = found.get(kind)
    if (own === undefined) return []
    return kind === 'rewrite' ? inRounds(own, rounds).map((some) => ({ kind, changes: some })) : [{ kind, changes: own }]
  })
}

function inRounds(changes: readonly Change[], rounds: Rounds): readonly (readonly Change[])[] {
  const byObject = new Map<string, Change[]>()
  for (const change of changes) byObject.set(identityOfChange(change), [...(byObject.get(identityOfChange(change)) ?? []), change])
  const found = rounds([...byObject.values()])
  return found.length > roundsAtMost ? [changes] : found.map((objects) => objects.flat())
}

/** The object that a change is about: what takes the place of another one of its name is the same. */
export function identityOfChange(change: Change): string {
  if (change.kind !== 'add') return identityOf(change.target)
  const { apiVersion, kind, metadata } = change.object
  return identityOf({ apiVersion, kind, namespace: metadata.namespace ?? '', name: metadata.name })
}

function kindOf(change: Change): StepKind {
  switch (change.kind) {
    case 'remove':
      return goesFirst(change) ? 'delete-first' : 'delete'
    case 'edit':
      return policyGroups.has(groupOf(change.target.apiVersion)) || routeGroups.has(groupOf(change.target.apiVersion)) ? 'rewrite' : 'enrol'
    case 'add': {
      const { apiVersion, kind } = change.object
      if (policyGroups.has(groupOf(apiVersion)) && kind !== 'CiliumEnvoyConfig') return 'policies'
      return groupOf(apiVersion) === '' || waiting.has(kind) ? 'ready' : 'routes'
    }
  }
}

const policyGroups: ReadonlySet<string> = new Set(['security.istio.io', 'networking.k8s.io', 'cilium.io'])

const routeGroups: ReadonlySet<string> = new Set([
  'networking.istio.io',
  'gateway.networking.k8s.io',
  'telemetry.istio.io',
  'extensions.istio.io',
])

/** Kinds that send no request anywhere by themselves: a waypoint is used by what is labelled with its name. */
const waiting: ReadonlySet<string> = new Set(['Gateway', 'ReferenceGrant'])
