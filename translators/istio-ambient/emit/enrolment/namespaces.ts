import type { Change, Edit, Emission } from '../../../../src/model/change.ts'
import type { Plan } from '../../plan/plan.ts'

/**
 * Namespaces leave injection and join ambient. Where only pods say that they are injected, because the Namespace has no label or is not in
 * the input, only those pods join (`enrolPods`).
 */
export function enrolNamespaces(plan: Plan): Emission {
  const changes: Change[] = []
  for (const namespace of plan.mesh.namespaces) {
    const { place } = namespace
    if (place === undefined || !plan.moves(namespace.name) || namespace.dataPlane === 'none') continue
    const path = (label: string) => [...place.path, 'metadata', 'labels', label]
    const edits: Edit[] = ['istio-injection', 'istio.io/rev']
      .filter((label) => namespace.labels[label] !== undefined)
      .map((label) => ({ op: 'delete', path: path(label) }))
    if (namespace.labels['istio.io/dataplane-mode'] !== 'ambient')
      edits.push({ op: 'set', path: path('istio.io/dataplane-mode'), value: 'ambient' })
    if (edits.length === 0) continue
    const causes = [namespace.injection?.place ?? place]
    changes.push({ kind: 'edit', target: place.object, edits, causes, why: 'ztunnel takes over from the sidecars of this namespace' })
  }
  return { changes, diagnostics: [] }
}
