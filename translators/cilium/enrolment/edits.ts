import { compareText, type Place } from '../../../src/diagnostics/place.ts'
import type { Change, Edit } from '../../../src/model/change.ts'
import { injectLabel, revisionLabel } from '../../../src/model/label-use.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { hasFixedTemplate, type Labels, type Namespace, type Workload } from '../../../src/model/workload.ts'
import { labelsToLose } from '../../../src/resolve/label-uses.ts'
import { closedLabels } from './leaving.ts'

/**
 * A Namespace without injection. `istio-injection: disabled` overrules whatever labels it has by hand, and what its pods ask for
 * (istio:manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml).
 */
export function namespaceChanges({ labels, place, injection }: Namespace): Change[] {
  if (place === undefined) return []
  const edits = labelEdits([...place.path, 'metadata', 'labels'], labels, closedLabels(labels))
  if (edits.length === 0) return []
  const why = 'Cilium enforces what the sidecars of this namespace did'
  return [{ kind: 'edit', target: place.object, edits, causes: [injection?.place ?? place], why }]
}

/** A template without settings of the sidecar; where its namespace stays open to injection it says that it wants none. */
export function podChanges(mesh: Mesh, pods: Workload, closed: boolean): Change[] {
  if (hasFixedTemplate(pods)) return []
  const { labels, annotations, templatePlace, place, ownDataPlane } = pods
  const { removed } = labelsToLose(mesh, pods, closed ? [injectLabel, revisionLabel] : [revisionLabel])
  const after = {
    ...Object.fromEntries(Object.entries(labels).filter(([label]) => !removed.includes(label))),
    ...(closed ? {} : { [injectLabel]: 'false' }),
  }
  const settings = Object.keys(annotations).filter(isOfSidecar).sort(compareText)
  const { path } = templatePlace
  const edits = [
    ...labelEdits([...path, 'labels'], labels, after),
    ...settings.map((name): Edit => ({ op: 'delete', path: [...path, 'annotations', name], prune: true })),
  ]
  const causes = [ownDataPlane?.place ?? place]
  return edits.length === 0 ? [] : [{ kind: 'edit', target: place.object, edits, causes, why: 'these pods have no sidecar any more' }]
}

function labelEdits(path: Place['path'], before: Labels, after: Labels): Edit[] {
  return [
    ...Object.keys(before)
      .filter((label) => after[label] === undefined)
      .map((label): Edit => ({ op: 'delete', path: [...path, label], prune: true })),
    ...Object.entries(after)
      .filter(([label, value]) => before[label] !== value)
      .map(([label, value]): Edit => ({ op: 'set', path: [...path, label], value })),
  ]
}

/** Annotations that only the injector, the sidecar and its network rules read (istio api:annotation/annotations.yaml). */
const prefixes: readonly string[] = [
  'inject.istio.io/',
  'istio.io/rev',
  'proxy.istio.io/',
  'readiness.status.sidecar.istio.io/',
  'sidecar.istio.io/',
  'status.sidecar.istio.io/',
  'traffic.sidecar.istio.io/',
]

function isOfSidecar(annotation: string): boolean {
  return prefixes.some((prefix) => annotation.startsWith(prefix))
}
