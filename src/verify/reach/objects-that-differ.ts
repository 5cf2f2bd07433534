import type { SourceObject } from '../../model/object.ts'
import { isSameValue } from '../../model/same-value.ts'

/**
 * Objects of which the two sides of a comparison have different versions, on both sides; undefined where it is not only such objects that differ: a second
 * definition of an object, or another order of those that stay.
 */
export function objectsThatDiffer(was: readonly SourceObject[], is: readonly SourceObject[]): readonly SourceObject[] | undefined {
  const [old, now] = [byName(was), byName(is)]
  if (old.size !== was.length || now.size !== is.length) return undefined
  const stays = [...old.keys()].filter((name) => now.has(name))
  const inOrder = [...now.keys()].filter((name) => old.has(name))
  if (stays.some((name, at) => inOrder[at] !== name)) return undefined
  return [
    ...[...old].flatMap(([name, object]) => (isSameValue(object.value, now.get(name)?.value) ? [] : [object])),
    ...[...now].flatMap(([name, object]) => (isSameValue(old.get(name)?.value, object.value) ? [] : [object])),
  ]
}

function byName(objects: readonly SourceObject[]): ReadonlyMap<string, SourceObject> {
  return new Map(objects.map((object) => [nameOf(object), object]))
}

/** With the version: one group may have two that say different things. */
function nameOf({ ref }: SourceObject): string {
  return JSON.stringify([ref.apiVersion, ref.kind, ref.namespace, ref.name])
}
