/** Code points as ascending, disjoint ranges, both ends included. */
export type CharSet = readonly (readonly [number, number])[]

export const lastCodePoint = 0x10ffff
export const anyChar: CharSet = [[0, lastCodePoint]]

export function charSet(ranges: readonly (readonly [number, number])[]): CharSet {
  const sorted = [...ranges].filter(([first, last]) => first <= last).sort((a, b) => a[0] - b[0])
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

/** The set with the other case of every letter; ranges beyond Latin are folded one by one where they are small. */
export function folded(set: CharSet): CharSet {
  const ranges: (readonly [number, number])[] = [...set]
  for (const [first, last] of set) {
    for (const [low, high, shift] of [
      [0x41, 0x5a, 32],
      [0x61, 0x7a, -32],
    ] as const) {
      const [from, to] = [Math.max(first, low), Math.min(last, high)]
      if (from <= to) ranges.push([from + shift, to + shift])
    }
    const [from, to] = [Math.max(first, 0x80), Math.min(last, 0xffff)]
    if (to - from > 0x2000) continue
    for (let codePoint = from; codePoint <= to; codePoint += 1) for (const other of otherCases(codePoint)) ranges.push([other, other])
  }
  // Two signs outside ASCII fold into it: the long s and the Kelvin sign.
  if (contains(set, 0x73) || contains(set, 0x53)) ranges.push([0x17f, 0x17f])
  if (contains(set, 0x6b) || contains(set, 0x4b)) ranges.push([0x212a, 0x212a])
  return charSet(ranges)
}

function otherCases(codePoint: number): number[] {
  const text = String.fromCodePoint(codePoint)
  return [text.toLowerCase(), text.toUpperCase()].flatMap((other) => ([...other].length === 1 ? [other.codePointAt(0)!] : []))
}
