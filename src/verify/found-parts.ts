import { room } from '../diagnostics/room.ts'
import type { Mesh } from '../model/mesh.ts'
import { isSameValue } from '../model/same-value.ts'
import type { MeshesTaken } from './as-compared.ts'
import type { PartitionCache } from './diagrams/partition-cache.ts'
import { changedPresets } from './parts/changed-presets.ts'
import { clientKinds } from './parts/clients.ts'
import type { ComparedDestination } from './parts/compared-destination.ts'
import { clientLimits } from './parts/identities.ts'
import { countOfParts, partsOf } from './parts/part.ts'
import type { IsUnreached } from './reach/unreached-destinations.ts'
import type { MeshVersion } from './recall/mesh-version.ts'
import type { Recall } from './recall/recall.ts'
import { extensionDoubts } from './witness/extension-doubts.ts'
import type { FoundDifference } from './witness/group.ts'
import { compareParts } from './witness/part-differences.ts'
import { presetDoubts } from './witness/preset-doubts.ts'

/** What is used of earlier comparisons, and what is taken for granted. */
export interface FindOptions extends Pick<MeshesTaken, 'assume' | 'byLabels'> {
  /** What earlier comparisons of the same mesh before found, and which version of the mesh after this one has. */
  readonly recalled?: { readonly recall: Recall; readonly version: MeshVersion }
  /** Compares what both meshes say alike like all the rest. It finds the same, and takes several times as long where little changes. */
  readonly exhaustive?: boolean
  /** Destinations about which both meshes are known to decide alike: their parts are counted, and not compared. */
  readonly unreached?: IsUnreached
}

/** What comparing found at one destination, such as `Service shop/cart:80`: the differences of each part, in the order of the kinds of clients. */
export interface FoundParts {
  readonly destination: ComparedDestination
  /** An equal part has none. */
  readonly parts: readonly (readonly FoundDifference[])[]
}

/** Compares two meshes at some destinations, one when it is asked for. */
export type FindParts = (
  meshes: readonly [Mesh, Mesh],
  destinations: readonly ComparedDestination[],
  options: FindOptions,
) => Iterable<FoundParts>

/**
 * Compares two meshes at some destinations, one when it is asked for. What it finds at one does not depend on the others.
 *
 * @throws {DisagreementError} (part-differences.ts) when the two evaluators decide a request differently
 */
export function* foundParts(
  [before, after]: readonly [Mesh, Mesh],
  destinations: Iterable<ComparedDestination>,
  { byLabels, assume, recalled, exhaustive = false, unreached }: FindOptions,
): Generator<FoundParts, void, undefined> {
  const kinds = clientKinds(before, after)
  // Two meshes that say the same decide alike about every request: there is nothing to ask, only to count. A review has found out by their objects.
  if (!exhaustive && unreached === undefined && isSameValue(before, after)) {
    for (const destination of destinations)
      yield { destination, parts: Array.from({ length: countOfParts(before, after, destination, kinds) }, () => []) }
    return
  }
  const limits = clientLimits(before, after, byLabels === true)
  const cache: PartitionCache = new Map()
  const reviewed = assume?.includes('extensions-reviewed') === true
  const presets = changedPresets(before, after)
  for (const destination of destinations) {
    room()
    if (unreached?.(destination) === true) {
      // Ports and their protocols are the same on both sides where a destination is unreached.
      yield { destination, parts: Array.from({ length: countOfParts(before, before, destination, kinds) }, () => []) }
      continue
    }
    const known = recalled?.recall.compared([before, after], destination, { kinds, limits, version: recalled.version })
    const parts = known?.parts ?? partsOf(before, after, destination, kinds, exhaustive)
    const found = [...(known?.differences ?? compareParts(before, after, parts, limits, cache))].map((differences, at) => [
      ...differences,
      ...(reviewed ? [] : extensionDoubts(before, after, parts[at]!)),
      ...presetDoubts(presets, parts[at]!),
    ])
    yield { destination, parts: found }
  }
}
