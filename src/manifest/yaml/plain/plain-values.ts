import type { PlainMaker } from './plain-yaml.ts'

/** Makes what `toJS` of the parser's document makes. */
export const plainValues: PlainMaker<unknown> = {
  scalar: ({ value }) => value,
  map(entries) {
    const made: Record<string, unknown> = {}
    for (const { key, value } of entries) made[key.source] = value
    return made
  },
  list: (items) => items,
}
