import type { SourceObject } from '../../model/object.ts'
import type { UnreadInput } from '../../model/unread.ts'
import type { Kustomization } from './kustomization.ts'
import { reachesOf } from './transform.ts'
import type { KustomizeReading } from './transforms.ts'

/**
 * How far the build of a leaf is known, by the path of its file.
 *
 * - `compared`: it was built before and after, and the builds are compared: nothing is held back for its sake.
 * - `touched`: what its transformers touch has to stay as it is.
 * - `everything`: all that it builds has to stay as it is.
 */
export type BuildStates = ReadonlyMap<string, BuildState>
export interface BuildState {
  readonly state: 'compared' | 'touched' | 'everything'
  /** Completes "it is applied by kustomize and …": `its build would allow more than before`. */
  readonly because: string
  /** True where the reason is what builds before and after have shown. */
  readonly compared?: true
}

const notBuilt: BuildState = { state: 'touched', because: 'no build of it was compared' }

/** What kustomizations change or add and no compared build shows: unread input, with its reach. */
export function kustomizeUnread(reading: KustomizeReading, objects: readonly SourceObject[], states: BuildStates): UnreadInput[] {
  const { graph, transforms, unread } = reading
  const held = new Map(graph.all.map((one) => [one, heldBy(one, reading, states)]))
  const changed = transforms.flatMap(({ by, place, what, reach }): UnreadInput[] => {
    const state = held.get(by)
    if (state === undefined) return []
    return [{ why: 'kustomize', what, ...reasonOf(state), reach, place, span: place.span }]
  })
  const added = unread.flatMap(({ by, place, what, reach }): UnreadInput[] =>
    held.get(by) === undefined ? [] : [{ why: 'kustomize', what, reach, place, span: place.span }],
  )
  const whole = graph.leaves.flatMap((leaf): UnreadInput[] => {
    const state = states.get(leaf.file.path)
    if (state?.state !== 'everything') return []
    const passes = graph.passes(leaf)
    const what = `the build of \`${leaf.file.path}\``
    return reachesOf(objects.filter(({ ref }) => passes(ref.file))).map((reach) => ({
      why: 'kustomize',
      what,
      ...reasonOf(state),
      reach,
      place: leaf.place,
      span: leaf.place.span,
    }))
  })
  return [...changed, ...added, ...whole]
}

/** The first leaf over a kustomization whose build does not speak for it; a Component that nothing lists is in no build. */
function heldBy(one: Kustomization, { graph }: KustomizeReading, states: BuildStates): BuildState | undefined {
  const leaves = graph.leavesOver(one)
  if (leaves.length === 0) return one.component && graph.includedBy(one).length === 0 ? undefined : notBuilt
  return leaves.map((leaf) => states.get(leaf.file.path) ?? notBuilt).find(({ state }) => state !== 'compared')
}

function reasonOf({ because, compared }: BuildState): Pick<UnreadInput, 'because' | 'compared'> {
  return compared === true ? { because, compared } : { because }
}
