import type { PathStep } from '../diagnostics/place.ts'

/** The paths of all leaves of a value: scalars, and maps and lists that are empty. */
export function leavesOf(value: unknown, path: readonly PathStep[]): readonly (readonly PathStep[])[] {
  const leaves: (readonly PathStep[])[] = []
  collectLeaves(value, [...path], leaves)
  return leaves
}

/** `path` is put back as it was. */
function collectLeaves(value: unknown, path: PathStep[], leaves: (readonly PathStep[])[]): void {
  const inner = (step: PathStep, part: unknown): void => {
    path.push(step)
    collectLeaves(part, path, leaves)
    path.pop()
  }
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
  if (Array.isArray(value) && value.length > 0) for (let index = 0; index < value.length; index += 1) inner(index, value[index])
  else if (keys.length > 0) for (const key of keys) inner(key, (value as Readonly<Record<string, unknown>>)[key])
  else leaves.push([...path])
}

/** The value of a leaf: a path that `leavesOf` gives for the same value. */
export function leafAt(value: unknown, leaf: readonly PathStep[]): unknown {
  return leaf.reduce<unknown>((at, step) => (at as Readonly<Record<PathStep, unknown>>)[step], value)
}
