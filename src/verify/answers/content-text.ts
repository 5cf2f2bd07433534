import { isPlace, type ObjectRef, pathText } from '../../diagnostics/place.ts'

/** A value is anything but data, so that no text says all of it. */
export class NoContentError extends Error {
  override readonly name = 'NoContentError'
}

/**
 * What values say, as a text: equal for two values only where both say the same. Of a place it has the object, its document and the path in it, and not the
 * line: the names of some doubts have these. Lists and fields keep their order.
 *
 * @throws {NoContentError}
 */
export function contentText(value: unknown): string {
  const objects = new Map<ObjectRef, number>()
  const parts: string[] = []
  const add = (part: unknown): void => {
    if (part === undefined) parts.push('~')
    else if (part === null || typeof part === 'string' || typeof part === 'boolean') parts.push(JSON.stringify(part))
    else if (typeof part === 'number') parts.push(String(part))
    else if (typeof part !== 'object') throw new NoContentError(`a ${typeof part} has no text`)
    else if (isPlace(part)) addPlace(part.object, pathText(part.path))
    else if (Array.isArray(part)) {
      parts.push('[')
      for (const item of part) add(item)
      parts.push(']')
    } else addFields(part)
    parts.push(',')
  }
  const addFields = (part: object): void => {
    const prototype: unknown = Object.getPrototypeOf(part)
    if (prototype !== Object.prototype && prototype !== null) throw new NoContentError('what has methods has no text')
    parts.push('{')
    for (const [key, field] of Object.entries(part)) {
      parts.push(JSON.stringify(key), ':')
      add(field)
    }
    parts.push('}')
  }
  // One object has hundreds of places: it is written out at the first.
  const addPlace = (object: ObjectRef, path: string): void => {
    const known = objects.get(object)
    if (known === undefined) objects.set(object, objects.size)
    parts.push('@', known === undefined ? JSON.stringify(object) : String(known), JSON.stringify(path))
  }
  add(value)
  return parts.join('')
}
