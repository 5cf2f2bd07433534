import type { PathStep } from '../diagnostics/place.ts'

/** The paths of all leaves of a value: scalars, and maps and lists that are empty. */
export function* leavesOf(value: unknown, path: readonly PathStep[]): Generator<readonly PathStep[]> {
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of value.entries()) yield* leavesOf(item, [...path, index])
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) yield* leavesOf(inner, [...path, key])
  } else {
    yield path
  }
}

/** The value of a leaf: a path that `leavesOf` gives for the same value. */
export function leafAt(value: unknown, leaf: readonly PathStep[]): unknown {
  return leaf.reduce<unknown>((at, step) => (at as Readonly<Record<PathStep, unknown>>)[step], value)
}
