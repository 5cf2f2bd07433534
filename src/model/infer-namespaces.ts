import type { Place } from '../diagnostics/place.ts'
import type { MeshBuilder } from './builder.ts'
import type { SourceObject } from './object.ts'

/**
 * Adds the namespaces that objects live in but whose Namespace object is not in the input: nothing is known of them, so their data plane
 * is unknown. `unbuilt` are those of them whose Namespace no kustomization builds. Call it once, after the readers of the phase `namespaces`
 * and before those of `objects`.
 */
export function inferNamespaces(
  objects: readonly SourceObject[],
  into: MeshBuilder,
  unbuilt: ReadonlyMap<string, Place> = new Map(),
): void {
  const known = new Set(into.namespaces.map(({ name }) => name))
  for (const { ref } of objects) {
    if (ref.namespace === '' || known.has(ref.namespace)) continue
    known.add(ref.namespace)
    const place = unbuilt.get(ref.namespace)
    const base = { name: ref.namespace, labels: {}, annotations: {}, dataPlane: 'unknown' } as const
    into.namespaces.push(place === undefined ? base : { ...base, unbuilt: place })
  }
}
