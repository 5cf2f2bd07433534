import { type ByteClass, charactersOf, classText, eitherCase, isLetter, visibleAscii } from './byte-class.ts'
import type { Shape } from './shape.ts'

/** A shape as RE2 syntax that matches the whole text; `between` is what may stand between head and tail. */
export function shapePattern({ head, tail }: Shape, between: ByteClass = visibleAscii): string {
  const places = [...head, ...(tail ?? [])]
  const folds = places.some(isFolded) && places.every((set) => isFolded(set) || isOneSign(set))
  const text = (sets: readonly ByteClass[]): string => sets.map((set) => (folds ? foldedText(set) : classText(set))).join('')
  const middle = tail === undefined ? '' : `${classText(between)}*`
  return `${folds ? '(?i)' : ''}${text(head)}${middle}${text(tail ?? [])}`
}

/** A shape of paths, with whatever query: Cilium holds patterns against the path with its query. */
export function pathPattern(shape: Shape): string {
  if (shape.tail?.length === 0) return shapePattern(shape)
  return `${shapePattern(shape, pathCharacters)}${optionalQuery}`
}

/** What may follow a path. */
export const optionalQuery = '(?:\\?[!-~]*)?'

/** Paths end where a query begins. */
export const pathCharacters: ByteClass = visibleAscii & ~(1n << BigInt('?'.charCodeAt(0) - 0x21))

/** A letter in both cases. */
function isFolded(set: ByteClass): boolean {
  const characters = charactersOf(set)
  return characters.length === 2 && set === eitherCase(characters[0]!)
}

/** One character that has no case. */
function isOneSign(set: ByteClass): boolean {
  const characters = charactersOf(set)
  return characters.length === 1 && !isLetter(characters[0]!)
}

function foldedText(set: ByteClass): string {
  const characters = charactersOf(set)
  return isFolded(set) ? characters[1]! : classText(set)
}
