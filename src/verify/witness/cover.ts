import type { OutcomePair } from '../diagrams/pair.ts'
import type { Universe } from '../diagrams/universe.ts'
import { digest } from '../lists/digest.ts'
import { clientsReached } from '../parts/client-groups.ts'
import type { Part } from '../parts/part.ts'

/** What exactly differs, by value: where there are no diagrams, all that both sides ask. */
export function coverOf(
  { destination, kind, protocol, before, after }: Part,
  of?: { readonly pair: OutcomePair; readonly universe: Universe },
): string {
  const place = [destination.name, kind.name, protocol]
  if (of === undefined) return digest(JSON.stringify([...place, before, after]))
  const start = JSON.stringify([...place, of.pair.region])
  return digest(`${start.slice(0, -1)},${listText(clientsReached(kind, of.universe, of.pair.reaches))}]`)
}

const texts = new WeakMap<readonly string[], string>()

/** Many differences are about the same clients. */
function listText(list: readonly string[]): string {
  const text = texts.get(list) ?? JSON.stringify(list)
  texts.set(list, text)
  return text
}
