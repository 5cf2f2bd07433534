import type { PlainMaker } from './plain-yaml.ts'

/** Makes what `toJS` of the parser's document makes. */
export const plainValues: PlainMaker<unknown, never> = {
  scalar: (_style, _source, value) => value,
  map({ names, values }) {
    const made: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index += 1) made[names[index]!] = values[index]
    return made
  },
  // A list that grew by one item has room for seventeen: a copy has no more than it needs.
  list: (items) => items.slice(),
}
