import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Change, Edit, Emission } from '../../../../src/model/change.ts'
import { hasFixedTemplate, type Workload } from '../../../../src/model/workload.ts'
import { useText } from '../../migration/hold-back/pods/label-uses.ts'
import type { Migration } from '../../migration/migration.ts'
import { enrolmentChangeOf, type PodLabels, podLabels } from '../../migration/pod-labels.ts'

/** What pods say of themselves: those that move stop asking for a sidecar, those that stay ask for one by name. */
export function enrolPods(migration: Migration): Emission {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  for (const workload of migration.mesh.workloads) {
    const part = enrolmentChangeOf(migration, workload)
    const labels = podLabels(migration, workload)
    const edits = editsOf(workload, labels)
    if (hasFixedTemplate(workload)) {
      if (edits.length > 0) diagnostics.push(jobLeft(workload, part === 'joins'))
      continue
    }
    for (const { label, use } of labels.kept) {
      const place = workload.templatePlace.field('labels').field(label)
      diagnostics.push(diagnose(catalogue.selectedLabelKept, place, { label, workload: workload.name, selector: useText(use) }))
    }
    if (edits.length === 0) continue
    const causes = [workload.ownDataPlane?.place ?? workload.place]
    const why = part === 'joins' ? 'these pods need no sidecar any more' : 'the namespace changes, and these pods do not go along'
    changes.push({ kind: 'edit', target: workload.place.object, edits, causes, why })
  }
  return { changes, diagnostics }
}

function jobLeft(workload: Workload, joins: boolean): Diagnostic {
  const { name, place } = workload
  return joins
    ? diagnose(catalogue.jobLeft, workload.ownDataPlane?.place ?? place, { job: name })
    : diagnose(catalogue.jobCaptured, workload.ownDataPlane?.place ?? place, { job: name })
}

function editsOf({ templatePlace }: Workload, { removed, annotations, set }: PodLabels): Edit[] {
  const { path } = templatePlace
  return [
    ...removed.map((label): Edit => ({ op: 'delete', path: [...path, 'labels', label], prune: true })),
    ...annotations.map((name): Edit => ({ op: 'delete', path: [...path, 'annotations', name], prune: true })),
    ...Object.entries(set).map(([label, value]): Edit => ({ op: 'set', path: [...path, 'labels', label], value })),
  ]
}
