import { type CharSet, charSet } from './char-set.ts'

/** The letters that fold into ASCII from outside: the long s and the Kelvin sign. */
const intoAscii = [
  [0x73, 0x17f],
  [0x6b, 0x212a],
] as const

/** The last code point that has another case. */
const lastCased = 0x1e943

/** The dotless i and the dotted I have another case in Turkish only. */
const turkish = new Set([0x130, 0x131])

let table: ReadonlyMap<number, readonly number[]> | undefined

/** The set with every other case of its characters: Unicode's simple folding, as RE2 has it for `(?i)`. */
export function caseFolded(set: CharSet): CharSet {
  const ranges: (readonly [number, number])[] = [...set]
  for (const [first, last] of set)
    for (const [low, high, shift] of [
      [0x41, 0x5a, 32],
      [0x61, 0x7a, -32],
    ] as const) {
      const [from, to] = [Math.max(first, low), Math.min(last, high)]
      if (from <= to) ranges.push([from + shift, to + shift])
    }
  const hasLetter = (lower: number): boolean => ranges.some(([first, last]) => first <= lower && lower <= last)
  for (const [letter, other] of intoAscii) if (hasLetter(letter)) ranges.push([other, other])
  if ((set.at(-1)?.[1] ?? 0) > 0x7f) {
    table ??= otherCases()
    for (const [codePoint, others] of table)
      if (set.some(([first, last]) => first <= codePoint && codePoint <= last)) for (const other of others) ranges.push([other, other])
  }
  return charSet(ranges)
}

/** For every code point with several cases, the others. */
function otherCases(): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>()
  for (let codePoint = 0; codePoint <= lastCased; codePoint += 1) {
    if (turkish.has(codePoint)) continue
    const folded = single(codePoint, (text) => text.toUpperCase())
    const key = single(folded, (text) => text.toLowerCase())
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [codePoint])
    else group.push(codePoint)
  }
  const others = new Map<number, readonly number[]>()
  for (const group of groups.values())
    if (group.length > 1)
      for (const codePoint of group)
        others.set(
          codePoint,
          group.filter((other) => other !== codePoint),
        )
  return others
}

/** A change of case that stays one code point; other changes are none. */
function single(codePoint: number, change: (text: string) => string): number {
  const changed = change(String.fromCodePoint(codePoint))
  const result = changed.codePointAt(0)!
  return String.fromCodePoint(result) === changed ? result : codePoint
}
