/** Two things that stand for each other: the positions in both lists. */
export type Anchor = readonly [before: number, after: number]

/**
 * What two lists have in common and in the same order, as far as it is there once in each of them ("patience"): the longest such row. It
 * takes n log n steps, where the shortest edit script takes the product of lines and changes.
 */
export function anchorsOf(before: readonly string[], after: readonly string[]): Anchor[] {
  const [there, here] = [onlyOnce(before), onlyOnce(after)]
  const shared = [...there].flatMap(([key, position]): Anchor[] => {
    const other = here.get(key)
    return other === undefined ? [] : [[position, other]]
  })
  return longestRising(shared.sort(([a], [b]) => a - b))
}

function onlyOnce(keys: readonly string[]): Map<string, number> {
  const positions = new Map<string, number>()
  const again = new Set<string>()
  keys.forEach((key, position) => {
    if (positions.has(key)) again.add(key)
    positions.set(key, position)
  })
  for (const key of again) positions.delete(key)
  return positions
}

/** The longest row of pairs, rising in `before` already, that also rises in `after`. */
function longestRising(pairs: readonly Anchor[]): Anchor[] {
  interface Card {
    readonly pair: Anchor
    readonly below: Card | undefined
  }
  const piles: Card[] = []
  for (const pair of pairs) {
    let [low, high] = [0, piles.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (piles[middle]!.pair[1] < pair[1]) low = middle + 1
      else high = middle
    }
    piles[low] = { pair, below: piles[low - 1] }
  }
  const row: Anchor[] = []
  for (let card = piles.at(-1); card !== undefined; card = card.below) row.push(card.pair)
  return row.reverse()
}
