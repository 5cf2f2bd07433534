import { catalogue } from '../diagnostics/catalogue.ts'
import { compareText } from '../diagnostics/place.ts'
import type { Workload } from '../model/workload.ts'
import type { Translation } from '../translation.ts'
import type { PendingDecision } from './decision.ts'

/** Workloads whose Namespace is not in the input: whether they have sidecars is not known. */
export function withoutNamespace({ mesh }: Translation): readonly Workload[] {
  const there = new Set(mesh.namespaces.filter(({ place }) => place !== undefined).map(({ name }) => name))
  return mesh.workloads.filter(({ dataPlane, gateway, namespace }) => dataPlane === 'unknown' && !gateway && !there.has(namespace))
}

/** The decision to add the Namespaces that the input lacks, where workloads wait for them. */
export function notShown(translation: Translation, titleOf: (code: string) => string): PendingDecision | undefined {
  const resources = withoutNamespace(translation).map(({ place }) => place.object)
  const example = translation.diagnostics.find(
    ({ code }) => code === catalogue.namespacesNotShown.code || code === catalogue.podsNotShown.code,
  )
  if (resources.length === 0 || example === undefined) return undefined
  const namespaces = [...new Set(resources.map(({ namespace }) => namespace))].sort(compareText)
  const cause = { code: example.code, title: titleOf(example.code), resources, objects: [], example }
  return { wayOut: { kind: 'show', namespaces }, causes: [cause], resources }
}
