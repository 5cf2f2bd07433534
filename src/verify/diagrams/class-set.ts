import { compareText } from '../../diagnostics/place.ts'

/** Something that classes were cut by: a language or a range, with the classes inside it. */
export interface Cut {
  /** Equal names mean the same texts, whatever else there is. */
  readonly name: string
  readonly classes: readonly number[]
}

/**
 * Names a set of classes by what it contains and not by the numbers of its classes: only the cuts without which its edge would not be seen,
 * and what of them its members are in. So `/health` is the same set whether or not some other rule asks for `/admin` as well. Of cuts that
 * could stand for each other the first by name are kept.
 */
export function classSetText(count: number, cuts: readonly Cut[], inside: ReadonlySet<number>): string {
  const kept = keptCuts(count, distinct(cuts), inside)
  const signatures = signaturesOf(count, kept)
  const own = new Set([...inside].map((index) => signatures[index]!.join()))
  return JSON.stringify([kept.map(({ name }) => name), [...own].sort(compareText)])
}

/** Cuts with the same classes are one, by the first of their names. Sorted by name. */
function distinct(cuts: readonly Cut[]): readonly Cut[] {
  const byClasses = new Map<string, Cut>()
  for (const cut of [...cuts].sort((a, b) => compareText(a.name, b.name))) {
    const key = cut.classes.join()
    if (!byClasses.has(key)) byClasses.set(key, cut)
  }
  return [...byClasses.values()]
}

/** Leaves out, the last by name first, whatever the edge of the set can do without. */
function keptCuts(count: number, cuts: readonly Cut[], inside: ReadonlySet<number>): readonly Cut[] {
  const signatures = signaturesOf(count, cuts).map((positions) => new Set(positions))
  const side = new Map(signatures.map((positions, index) => [[...positions].join(), inside.has(index)]))
  const kept = new Set(cuts)
  for (const [position, cut] of [...cuts.entries()].reverse()) {
    const without = cut.classes.map((index) => {
      const rest = [...signatures[index]!].filter((one) => one !== position)
      return { index, key: rest.join() }
    })
    const own = new Map<string, boolean>()
    const clash = without.some(({ index, key }) => {
      const known = own.get(key) ?? side.get(key)
      own.set(key, inside.has(index))
      return known !== undefined && known !== inside.has(index)
    })
    if (clash) continue
    kept.delete(cut)
    for (const { index, key } of without) {
      signatures[index]!.delete(position)
      side.set(key, inside.has(index))
    }
  }
  return cuts.filter((cut) => kept.has(cut))
}

/** For each class the positions of the cuts that it is in, ascending. */
function signaturesOf(count: number, cuts: readonly Cut[]): number[][] {
  const signatures: number[][] = Array.from({ length: count }, () => [])
  for (const [position, { classes }] of cuts.entries()) for (const index of classes) signatures[index]!.push(position)
  return signatures
}
