import { compareText } from '../diagnostics/place.ts'
import { applyChanges } from '../manifest/edit/apply.ts'
import { type Change, goesFirst } from '../model/change.ts'
import type { Mesh } from '../model/mesh.ts'
import { namespaceOf } from '../rollout/namespace-of-change.ts'
import type { Translation } from '../translation.ts'
import { compareMeshes } from './compare.ts'
import type { Comparison, Difference } from './comparison.ts'
import { kindName } from './parts/clients.ts'
import { compareOptionsOf, readBack } from './verify.ts'

/** A mesh on its way: the first `k` namespaces of the order are changed, the rest is as it was. */
export interface StateResult {
  readonly k: number
  /** The namespaces that are changed, in the order in which they were. */
  readonly namespaces: readonly string[]
  /** With the start. */
  readonly comparison: Comparison
  /** What this state refuses for the time being: requests that the start lets in, and so does the end. None in the last state. */
  readonly interim: readonly Difference[]
}

/**
 * Compares each state of a rollout by namespaces with the start, one when it is asked for. A change belongs to the namespace of the object
 * that it changes. What belongs to all of them (objects of the root namespace, cluster-wide ones) is added and edited first and removed last,
 * because a removal can open what has not moved yet; what no sidecar follows is removed first. Namespaces that nothing changes are left out; those that the order does not name follow
 * it by name. The last state is the whole translation.
 */
export function* compareStates(
  translation: Translation,
  order: readonly string[],
  compare: (before: Mesh, after: Mesh) => Comparison = (before, after) => compareMeshes(before, after, compareOptionsOf(translation)),
): Generator<StateResult, void, undefined> {
  const { mesh, input, emission, target } = translation
  const { rootNamespace } = mesh.settings
  const steps = stepsOf(emission.changes, order, rootNamespace)
  const end = readBack(translation)
  for (let k = 1; k <= steps.length; k++) {
    const namespaces = steps.slice(0, k)
    const changes = emission.changes.filter((change) => {
      const namespace = namespaceOf(change)
      if (namespace === '' || namespace === rootNamespace) return change.kind !== 'remove' || goesFirst(change) || k === steps.length
      return namespaces.includes(namespace)
    })
    const state = { ...translation, output: applyChanges(input, changes, { label: target }) }
    const between = readBack(state)
    const comparison = compare(mesh, between)
    const interim = k === steps.length ? [] : compare(end, between).differences.flatMap(asInterim)
    yield { k, namespaces, comparison, interim }
  }
}

/** What a state refuses that the end lets in. Compared with the end, what lags behind looks as if it went back. */
export function asInterim(difference: Difference): Difference[] {
  if (difference.verdict !== 'narrower') return []
  return [{ ...difference, clients: difference.clients.map((name) => (name === backToSidecar ? 'pods still on sidecars' : name)) }]
}

const backToSidecar = kindName('ztunnel', 'sidecar')

/** The namespaces that something changes, in order; when only what belongs to all of them changes, one step for that. */
function stepsOf(changes: readonly Change[], order: readonly string[], rootNamespace: string): readonly string[] {
  const changed = new Set(changes.map(namespaceOf))
  const shared = changed.delete('') || changed.has(rootNamespace)
  changed.delete(rootNamespace)
  const named = [...new Set(order)].filter((namespace) => changed.has(namespace))
  const others = [...changed].filter((namespace) => !order.includes(namespace)).sort(compareText)
  const steps = [...named, ...others]
  return steps.length === 0 && shared ? [rootNamespace] : steps
}
