import type { MeshBuilder } from './builder.ts'
import type { SourceObject } from './object.ts'

/**
 * Adds the namespaces that objects live in but whose Namespace object is not in the input: nothing is known of them, so their data plane
 * is unknown. Where the user vouches that sidecars are injected into them (`--assume namespaces-injected`), it is that of sidecars, except in the
 * namespaces of the system, whose pods say so themselves. Call it once, after the readers of the phase `namespaces` and before those of `objects`.
 */
export function inferNamespaces(objects: readonly SourceObject[], into: MeshBuilder, injected = false): void {
  const known = new Set(into.namespaces.map(({ name }) => name))
  for (const { ref } of objects) {
    if (ref.namespace === '' || known.has(ref.namespace)) continue
    known.add(ref.namespace)
    const isOfSystem = ref.namespace.startsWith('kube-') || ref.namespace === into.settings.rootNamespace
    const dataPlane = injected && !isOfSystem ? 'sidecar' : 'unknown'
    into.namespaces.push({ name: ref.namespace, labels: {}, annotations: {}, dataPlane })
  }
}
