import type { Difference } from '../../src/verify/comparison.ts'
import type { PartitionCache } from '../../src/verify/diagrams/partition-cache.ts'
import type { ClientKind } from '../../src/verify/parts/clients.ts'
import type { ComparedDestination } from '../../src/verify/parts/compared-destination.ts'
import { clientLimits } from '../../src/verify/parts/identities.ts'
import { partsOf } from '../../src/verify/parts/part.ts'
import { Differences } from '../../src/verify/witness/group.ts'
import { compareParts } from '../../src/verify/witness/part-differences.ts'
import type { Pair } from './hidden-requests.ts'

/** What is asked of a comparison: some kinds of client at one destination. */
export interface Asked {
  readonly destination: ComparedDestination
  readonly kinds: ReadonlySet<ClientKind>
}

/** The differences that `compareMeshes` finds where something is asked; comparing all the rest takes most of the time. */
export function differencesAt({ before, after }: Pair, asked: readonly Asked[]): readonly Difference[] {
  const limits = clientLimits(before, after, false)
  const cache: PartitionCache = new Map()
  const found = new Differences()
  for (const { destination, kinds } of asked)
    for (const differences of compareParts(before, after, partsOf(before, after, destination, [...kinds]), limits, cache))
      for (const difference of differences) found.add(difference)
  return found.list()
}
