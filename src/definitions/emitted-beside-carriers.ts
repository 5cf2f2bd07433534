import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { carriedOutput } from '../manifest/carriers/carried-output.ts'
import type { AddedObject, Emission } from '../model/change.ts'
import type { EmitOptions, Target } from '../model/dialect.ts'
import type { Mesh } from '../model/mesh.ts'
import type { SourceObject } from '../model/object.ts'
import type { UnreadInput } from '../model/unread.ts'

/** Where objects of the input stand that may change others: all that were read, and values of charts. */
export interface Carriers {
  readonly objects: readonly SourceObject[]
  readonly values: readonly SourceObject[]
}

/**
 * What a target makes of the meshes that an input may mean, beside objects of it that change others on their way into the cluster. What such an object may
 * change of the output is held like input that was not read, and the target is asked again, until nothing is left of it. Nothing is written where the target
 * goes on adding it.
 */
export function emittedBesideCarriers(
  target: Target,
  [mesh, ...others]: readonly [Mesh, ...Mesh[]],
  options: EmitOptions,
  { objects, values }: Carriers,
): Emission {
  const held: UnreadInput[] = []
  const found: Diagnostic[] = []
  for (;;) {
    const emission = target.emit(
      holding(mesh, held),
      options,
      others.map((other) => holding(other, held)),
    )
    const added = emission.changes.filter((change): change is AddedObject => change.kind === 'add')
    const carried = carriedOutput(objects, values, added)
    const fresh = carried.filter(({ unread }) => !held.some(({ what }) => what === unread.what))
    found.push(...fresh.map(({ diagnostic }) => diagnostic))
    if (carried.length === 0 || options.assume.includes('unread-reviewed'))
      return found.length === 0 ? emission : { ...emission, diagnostics: [...found, ...emission.diagnostics] }
    if (fresh.length < carried.length) {
      const kept = carried.filter((one) => !fresh.includes(one))
      const needed = kept.map(({ unread }) => diagnose(catalogue.nothingWithoutCarrier, unread.place, { what: unread.what }))
      return { changes: [], diagnostics: [...found, ...emission.diagnostics, ...needed] }
    }
    held.push(...fresh.map(({ unread }) => unread))
  }
}

function holding(mesh: Mesh, held: readonly UnreadInput[]): Mesh {
  return held.length === 0 ? mesh : { ...mesh, unread: [...mesh.unread, ...held] }
}
