import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Change, Edit, Emission } from '../../../../src/model/change.ts'
import type { Migration } from '../../migration/migration.ts'
import { namespaceChange } from '../../migration/namespace-labels.ts'

/**
 * Namespaces leave injection and join ambient. Where some of their pods stay, and where only pods say that they are injected, because the Namespace has no label or is not in
 * the input, only those pods join (`enrolPods`).
 */
export function enrolNamespaces(migration: Migration): Emission {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  for (const namespace of migration.mesh.namespaces) {
    const { place } = namespace
    const change = namespaceChange(migration, namespace)
    if (place === undefined || change === undefined) continue
    const path = (label: string) => [...place.path, 'metadata', 'labels', label]
    const edits: Edit[] = [
      ...change.removed.map((label): Edit => ({ op: 'delete', path: path(label) })),
      ...Object.entries(change.set).map(([label, value]): Edit => ({ op: 'set', path: path(label), value })),
    ]
    if (edits.length === 0) continue
    const causes = [namespace.injection?.place ?? place]
    changes.push({ kind: 'edit', target: place.object, edits, causes, why: 'ztunnel takes over from the sidecars of this namespace' })
    if (change.removed.length > 0 && change.set['istio-injection'] === undefined)
      diagnostics.push(diagnose(catalogue.labelsByHand, causes[0], { namespace: namespace.name, labels: change.removed }))
  }
  return { changes, diagnostics }
}
