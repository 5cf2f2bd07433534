import { type Classes, partition } from '../../algebra/language/classes.ts'
import { type Language, languageKey } from '../../algebra/language/language.ts'
import { compareText } from '../../diagnostics/place.ts'
import type { MeshSettings } from '../../model/settings.ts'
import { type Attribute, domainOf } from '../symbolic/attribute.ts'

/** Some limit was hit; the sentence says which. */
export interface TooLarge {
  readonly tooLarge: string
}

/** Partitions are made once for each list of languages over one domain: destinations often ask alike. */
export type PartitionCache = Map<string, Classes | TooLarge>

/** The classes that some languages cut an attribute into. */
export function partitionOf(
  attribute: Attribute,
  languages: ReadonlyMap<string, Language>,
  settings: MeshSettings,
  cache: PartitionCache,
): Classes | TooLarge {
  const domain = domainOf(attribute, settings)
  const keys = [...languages.keys()].sort(compareText)
  const key = JSON.stringify([languageKey(domain), ...keys])
  let parts = cache.get(key)
  if (parts === undefined) {
    // Neighbouring destinations ask alike; what was asked long ago is not kept.
    if (cache.size >= 1000) for (const oldest of [...cache.keys()].slice(0, 200)) cache.delete(oldest)
    parts = partition(
      domain,
      keys.map((name) => languages.get(name)!),
    )
    cache.set(key, parts)
  }
  return parts
}
