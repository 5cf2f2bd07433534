import type { Place } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import type { Kustomization } from './kustomization.ts'
import type { KustomizeReading } from './transforms.ts'

/**
 * Namespaces that kustomizations fill and whose Namespace they do not build: no edit and no patch of it would be in the build. The place is
 * that of the resources of the kustomization that is built.
 */
export function unbuiltNamespaces(reading: KustomizeReading, objects: readonly SourceObject[]): ReadonlyMap<string, Place> {
  const there = new Set(objects.flatMap(({ ref }) => (ref.kind === 'Namespace' ? [ref.name] : [])))
  const found = new Map<string, Place>()
  for (const leaf of reading.graph.leaves) {
    if (isIncomplete(leaf, reading)) continue
    const passes = reading.graph.passes(leaf)
    for (const { ref } of objects)
      if (ref.namespace !== '' && !there.has(ref.namespace) && !found.has(ref.namespace) && passes(ref.file))
        found.set(ref.namespace, leaf.place.field('resources'))
  }
  return found
}

/** True where a kustomization builds from something that was not read: a Namespace that the input lacks may be there. */
export function isIncomplete(leaf: Kustomization, { graph, unread }: KustomizeReading): boolean {
  const closure = graph.closure(leaf)
  return unread.some(({ by }) => closure.has(by))
}
