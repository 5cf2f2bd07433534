import { compareText, isPlace } from '../diagnostics/place.ts'

/**
 * The same text for values that say the same, wherever they are written: the order of keys does not count, and source positions are left
 * out. They are known by what they are, not by the name of their field, because a label may be called `place` or `marketplace`.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null || isPlace(value)) return scalar(value)
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined && !isPlace(inner))
    .sort(([a], [b]) => compareText(a, b))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}

/** In lists a position stands for itself, so that their lengths stay what they are. */
function scalar(value: unknown): string {
  return JSON.stringify(isPlace(value) ? null : value) ?? 'null'
}
