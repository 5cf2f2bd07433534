import { saysTheSame } from '../manifest/copies.ts'
import type { SecondDefinition } from '../manifest/copy.ts'
import type { SourceObject } from '../model/object.ts'

/** How many meshes one input may mean before they are no longer distinguished: each of them is read and planned as a whole. */
export const meshesAtMost = 32

/** How many meshes an input means, the one of all first definitions included. */
export function meshesOf(pairs: readonly SecondDefinition[]): number {
  return [...alternatives(pairs).values()].reduce((product, others) => product * (others.length + 1), 1)
}

/** As many pairs as make no more meshes than are distinguished, the earlier ones first. */
export function withinLimit(pairs: readonly SecondDefinition[]): readonly SecondDefinition[] {
  const found: SecondDefinition[] = []
  for (const pair of pairs) if (meshesOf([...found, pair]) <= meshesAtMost) found.push(pair)
  return found
}

/**
 * The objects of each mesh that an input may mean beside the one of all first definitions: every combination of the definitions that a
 * cluster may keep. Two objects with two definitions each make three others.
 */
export function otherMeanings(objects: readonly SourceObject[], pairs: readonly SecondDefinition[]): readonly SourceObject[][] {
  let meanings: SourceObject[][] = [[...objects]]
  for (const [first, others] of alternatives(pairs)) {
    meanings = meanings.flatMap((meaning) => [
      meaning,
      ...others.map((other) => meaning.map((object) => (object === first ? other : object))),
    ])
  }
  return meanings.slice(1)
}

/** The other definitions of each object; those that say the same are one. */
function alternatives(pairs: readonly SecondDefinition[]): Map<SourceObject, SourceObject[]> {
  const found = new Map<SourceObject, SourceObject[]>()
  for (const { first, object } of pairs) {
    const others = found.get(first) ?? []
    if (!others.some((other) => saysTheSame(other, object))) found.set(first, [...others, object])
  }
  return found
}
