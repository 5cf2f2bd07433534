import { movable } from '../../account/movable.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { compareText, objectText } from '../../diagnostics/place.ts'
import type { Translation } from '../../translation.ts'

/** What keeps a namespace, a workload or a policy where it is; without a cause nothing in the input says it. */
export interface Staying {
  /** `Namespace bank` or `Deployment bank/ledger`. */
  readonly object: string
  readonly namespace: string
  readonly cause?: Diagnostic
}

/** What people look for first: what a translation moves, and what it leaves where it is. */
export interface Moves {
  readonly target: Translation['target']
  /** Names of namespaces that are enrolled. */
  readonly namespaces: readonly string[]
  /** Workloads that leave their sidecars, or the policies that are replaced where a target moves those. As `Deployment shop/cart`, sorted. */
  readonly objects: readonly { readonly object: string; readonly namespace: string }[]
  readonly stays: readonly Staying[]
  /** Workloads that lose their sidecars where policies move; absent where workloads do. */
  readonly leaves?: readonly string[]
}

export function movesOf({ target, emission, mesh, diagnostics }: Translation): Moves {
  const { moves = { namespaces: [], objects: [] }, heldBack = [], heldNamespaces = [] } = emission
  const objects = moves.objects.map((ref) => ({ object: objectText(ref), namespace: ref.namespace }))
  const moving = new Set(objects.map(({ object }) => object))
  const held = [
    ...heldNamespaces.map(({ name, cause }): Staying => ({ object: `Namespace ${name}`, namespace: name, cause })),
    ...heldBack
      .filter(({ object }) => object.kind !== 'Namespace')
      .map(({ object, cause }): Staying => ({ object: objectText(object), namespace: object.namespace, cause })),
  ]
  const known = new Set([...held.map(({ object }) => object), ...moving])
  const left = movable({ target, mesh })
    .filter((ref) => !known.has(objectText(ref)))
    .map((ref): Staying => {
      const object = objectText(ref)
      const about = diagnostics.filter(({ place }) => place !== undefined && objectText(place.object) === object)
      const cause = about.find(({ severity }) => severity === 'error') ?? about.find(({ severity }) => severity === 'warning')
      return { object, namespace: ref.namespace, ...(cause === undefined ? {} : { cause }) }
    })
  const byName = (a: { readonly object: string }, b: { readonly object: string }): number => compareText(a.object, b.object)
  return {
    target,
    namespaces: [...moves.namespaces].sort(compareText),
    objects: [...objects].sort(byName),
    ...(emission.leaves === undefined ? {} : { leaves: emission.leaves.map(objectText).sort(compareText) }),
    stays: [...new Map([...held, ...left].map((one) => [one.object, one])).values()].sort(byName),
  }
}

/** How many workloads or policies move and stay; a namespace counts where the input has none of these in it, because it stands for those that it has. */
export function amountsOf({ namespaces, objects, stays }: Pick<Moves, 'namespaces' | 'objects' | 'stays'>): {
  readonly moving: number
  readonly staying: number
} {
  const isNamespace = ({ object, namespace }: Staying): boolean => object === `Namespace ${namespace}`
  const single = stays.filter((one) => !isNamespace(one))
  const known = new Set([...objects, ...single].map(({ namespace }) => namespace))
  return {
    moving: objects.length + namespaces.filter((name) => !known.has(name)).length,
    staying: single.length + stays.filter((one) => isNamespace(one) && !known.has(one.namespace)).length,
  }
}
