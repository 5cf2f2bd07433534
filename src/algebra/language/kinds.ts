import type { Alphabet } from './automaton.ts'
import { lastCodePoint } from './re2/char-set.ts'

/** Letters first, then digits and the characters of names and paths. */
const familiar = [...'abcdefghijklmnopqrstuvwxyz0123456789-/._ABCDEFGHIJKLMNOPQRSTUVWXYZ~:@+,;=!$&()*'].map(
  (character) => character.codePointAt(0)!,
)
const ranks = new Map(familiar.map((codePoint, rank) => [codePoint, rank]))

/** A rank for code points: the more familiar, the smaller. Spaces and control characters come last. */
export function familiarity(codePoint: number): number {
  return ranks.get(codePoint) ?? strangeness(codePoint) * 2_000_000 + 1000 + codePoint
}

/** Visible characters, then spaces and the like, then control characters. */
function strangeness(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return 2
  return codePoint === 0x20 || codePoint === 0xa0 || codePoint === 0xfeff || (codePoint >= 0x2000 && codePoint <= 0x206f) ? 1 : 0
}

/** Code points that several alphabets do not tell apart. */
export class Kind {
  readonly #ranges: (readonly [number, number])[] = []
  #familiar: readonly number[] | undefined

  add(first: number, last: number): void {
    this.#ranges.push([first, last])
  }

  /** The most familiar code point that is not among those excluded; undefined where none is left. */
  pick(excluded: ReadonlySet<number>): number | undefined {
    const fits = (codePoint: number): boolean => !excluded.has(codePoint) && (codePoint < 0xd800 || codePoint > 0xdfff)
    this.#familiar ??= familiar.filter((codePoint) => this.#ranges.some(([first, last]) => first <= codePoint && codePoint <= last))
    for (const codePoint of this.#familiar) if (fits(codePoint)) return codePoint
    const strange: (number | undefined)[] = []
    for (const [first, last] of this.#ranges)
      for (let codePoint = first; codePoint <= last; codePoint += 1) {
        if (!fits(codePoint)) continue
        const how = strangeness(codePoint)
        if (how === 0) return codePoint
        strange[how] ??= codePoint
      }
    return strange[1] ?? strange[2]
  }
}

/** All code points, cut into kinds that none of the alphabets tells apart. */
export function kindsOf(alphabets: readonly Alphabet[]): readonly Kind[] {
  const cuts = [...new Set([0, ...alphabets.flatMap((one) => one.cuts)])].filter((cut) => cut <= lastCodePoint).sort((a, b) => a - b)
  const kinds = new Map<string, Kind>()
  for (const [index, first] of cuts.entries()) {
    const key = alphabets.map((one) => one.kindOf(first)).join(' ')
    let kind = kinds.get(key)
    if (kind === undefined) {
      kind = new Kind()
      kinds.set(key, kind)
    }
    kind.add(first, (cuts[index + 1] ?? lastCodePoint + 1) - 1)
  }
  return [...kinds.values()]
}
