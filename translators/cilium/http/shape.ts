import { type ByteClass, noCharacter } from './byte-class.ts'

/**
 * Texts by what they begin and end with: one class of characters for each place. Without `tail` a text is exactly as long as its head: `/admin`.
 * With one, anything may stand between them: `/admin*` has an empty tail, `*.json` an empty head.
 */
export interface Shape {
  readonly head: readonly ByteClass[]
  readonly tail?: readonly ByteClass[]
}

/** A union of shapes; none is not text at all. */
export type Shapes = readonly Shape[]

export const everyText: Shapes = [{ head: [], tail: [] }]

export function isEveryText(shapes: Shapes): boolean {
  return shapes.some(({ head, tail }) => head.length === 0 && tail?.length === 0)
}

/** Thrown where texts would take more shapes than HTTP rules could ever say. */
export class TooManyShapes extends Error {
  override readonly name = 'TooManyShapes'
}

const mostPairs = 40_000

/** @throws {TooManyShapes} */
export function intersectShapes(a: Shapes, b: Shapes): Shapes {
  if (a.length * b.length > mostPairs) throw new TooManyShapes()
  return a.flatMap((left) => b.flatMap((right) => both(left, right)))
}

/** All texts over `alphabet` that are none of these: a small shape for each way in which a text can differ. */
export function complementShapes(shapes: Shapes, alphabet: ByteClass): Shapes {
  return shapes.map((shape) => outside(shape, alphabet)).reduce<Shapes>((rest, others) => intersectShapes(rest, others), everyText)
}

/** The same texts without shapes that another one plainly takes in. */
export function withoutCovered(shapes: Shapes): Shapes {
  const kept: Shape[] = []
  for (const shape of shapes) {
    if (kept.some((other) => isWithin(shape, other))) continue
    kept.splice(0, kept.length, ...kept.filter((other) => !isWithin(other, shape)), shape)
  }
  return kept
}

/** Whether a shape is part of another one, decided place by place. */
function isWithin(part: Shape, whole: Shape): boolean {
  const isNarrower = (a: readonly ByteClass[], b: readonly ByteClass[]): boolean =>
    a.length >= b.length && b.every((set, at) => (a[at]! & ~set) === noCharacter)
  if (whole.tail === undefined)
    return part.tail === undefined && part.head.length === whole.head.length && isNarrower(part.head, whole.head)
  if (part.tail === undefined && part.head.length < whole.head.length + whole.tail.length) return false
  return isNarrower(part.head, whole.head) && isNarrower(reversed(part.tail ?? part.head), reversed(whole.tail))
}

function both(a: Shape, b: Shape): Shapes {
  if (a.tail === undefined && b.tail === undefined)
    return a.head.length === b.head.length ? possible({ head: meet([a.head, b.head], a.head.length) }) : []
  if (a.tail === undefined) return ofLength(a.head.length, [b, a])
  if (b.tail === undefined) return ofLength(b.head.length, [a, b])
  const heads = Math.max(a.head.length, b.head.length)
  const tails = Math.max(a.tail.length, b.tail.length)
  const least = Math.max(a.head.length + a.tail.length, b.head.length + b.tail.length)
  // Texts so short that the head of one and the tail of the other overlap.
  const short = Array.from({ length: Math.max(heads + tails - least, 0) }, (_, more) => ofLength(least + more, [a, b])).flat()
  const long = { head: meet([a.head, b.head], heads), tail: meet([reversed(a.tail), reversed(b.tail)], tails).reverse() }
  return [...short, ...possible(long)]
}

/** The texts of a length that are of all these shapes. */
function ofLength(length: number, shapes: Shapes): Shapes {
  if (shapes.some(({ head, tail }) => (tail === undefined ? head.length !== length : head.length + tail.length > length))) return []
  const places = shapes.flatMap(({ head, tail = [] }) => [head, [...Array<undefined>(length - tail.length).fill(undefined), ...tail]])
  return possible({ head: meet(places, length) })
}

/** Place by place what all ask for; what none asks for is any character. */
function meet(places: readonly (readonly (ByteClass | undefined)[])[], length: number): ByteClass[] {
  return Array.from({ length }, (_, at) => places.reduce<ByteClass>((rest, place) => rest & (place[at] ?? rest), anything))
}

/** Every bit, whatever the alphabet. */
const anything: ByteClass = -1n

function possible(shape: Shape): Shapes {
  return [...shape.head, ...(shape.tail ?? [])].includes(noCharacter) ? [] : [shape]
}

function outside({ head, tail }: Shape, alphabet: ByteClass): Shapes {
  const beginning = head.flatMap((_, at): Shape[] => [{ head: head.slice(0, at) }, ...differing(head, at, alphabet)])
  if (tail === undefined) return [...beginning, { head: [...head, alphabet], tail: [] }]
  const ending = tail.flatMap((set, at): Shape[] => {
    const rest = tail.slice(at + 1)
    return [{ head: rest }, ...possible({ head: [], tail: [alphabet & ~set, ...rest] })]
  })
  const shorter = Array.from({ length: tail.length }, (_, more) => head.length + more).filter((length) => length >= tail.length)
  return [
    ...beginning,
    ...intersectShapes([{ head, tail: [] }], ending),
    ...shorter.flatMap((length) =>
      ofLength(length, [
        { head, tail: [] },
        { head: [], tail },
      ]),
    ),
  ]
}

function differing(head: readonly ByteClass[], at: number, alphabet: ByteClass): Shapes {
  return possible({ head: [...head.slice(0, at), alphabet & ~head[at]!], tail: [] })
}

function reversed(places: readonly ByteClass[]): ByteClass[] {
  return [...places].reverse()
}
