import type { TextMatch } from '../../../src/model/predicate.ts'
import { type ByteClass, noCharacter } from './byte-class.ts'
import { everyText, type Shapes } from './shape.ts'

/** Values with characters that no request has match nothing. Undefined for what is not a shape. */
export function textShapes(match: TextMatch, classes: (character: string) => ByteClass): Shapes | undefined {
  switch (match.op) {
    case 'present':
    case 'non-empty':
      return everyText
    case 'regex':
      return undefined
    case 'exact':
    case 'prefix':
    case 'suffix': {
      const places = [...match.value].map(classes)
      if (places.includes(noCharacter)) return []
      if (match.op === 'exact') return [{ head: places }]
      return [match.op === 'prefix' ? { head: places, tail: [] } : { head: [], tail: places }]
    }
  }
}
