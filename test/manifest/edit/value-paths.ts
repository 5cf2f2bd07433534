import type { Json } from '../../../src/model/object.ts'

export type Path = readonly (string | number)[]

/** Every place of a value, from the outside in. */
export function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([step, child]) => pathsOf(child, [...path, Array.isArray(value) ? Number(step) : step]))]
}

/** The value with one path set or deleted, by plain means. */
export function changed(value: unknown, path: Path, to: Json | undefined): unknown {
  const [step, ...rest] = path
  if (step === undefined) return to
  const inner = (child: unknown) => (rest.length === 0 ? to : changed(child, rest, to))
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => (index !== step ? [item] : inner(item) === undefined ? [] : [inner(item)]))
  const entries = Object.entries(value as Record<string, unknown>).filter(([name]) => name !== step)
  const next = inner((value as Record<string, unknown>)[step])
  return Object.fromEntries(next === undefined ? entries : [...entries, [step, next]])
}
