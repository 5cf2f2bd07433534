/** Code points as ascending, disjoint ranges, both ends included. */
export type CharSet = readonly (readonly [number, number])[]

export const lastCodePoint = 0x10ffff
export const anyChar: CharSet = [[0, lastCodePoint]]

export function charSet(ranges: readonly (readonly [number, number])[]): CharSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const [first, last] of sorted) {
    const previous = merged.at(-1)
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last)
    else merged.push([first, last])
  }
  return merged
}

export function negated(set: CharSet): CharSet {
  const ranges: [number, number][] = []
  let next = 0
  for (const [first, last] of set) {
    if (next < first) ranges.push([next, first - 1])
    next = last + 1
  }
  if (next <= lastCodePoint) ranges.push([next, lastCodePoint])
  return ranges
}

export function contains(set: CharSet, codePoint: number): boolean {
  let [low, high] = [0, set.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = set[middle]!
    if (codePoint < first) high = middle - 1
    else if (codePoint > last) low = middle + 1
    else return true
  }
  return false
}
