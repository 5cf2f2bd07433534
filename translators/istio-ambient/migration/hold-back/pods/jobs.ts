import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { injectLabel, revisionLabel } from '../../../../../src/model/label-use.ts'
import { hasFixedTemplate, type Workload } from '../../../../../src/model/workload.ts'
import { isClosedToInjection } from '../../closed-to-injection.ts'
import { clientsThatCount, podsOfTarget } from '../../identity-reach.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { asksForSidecar, enrolmentChangeOf, modeLabel, type PodLabels, podLabels } from '../../pod-labels.ts'

/**
 * Jobs that would have to be labelled. One that keeps its sidecar all the same, or that needs no label because nothing injects the
 * namespace, is left as it is. Where a Job would come into the mesh that was outside, and policies look at who calls, its namespace stays.
 */
export function jobHoldBacks(migration: Migration): HoldBack[] {
  return migration.mesh.workloads.flatMap((workload): HoldBack[] => {
    if (!hasFixedTemplate(workload)) return []
    const part = enrolmentChangeOf(migration, workload)
    const change = podLabels(migration, workload)
    const needs = part === undefined ? undefined : labelNeeded(migration, workload, change)
    if (needs === undefined) return []
    const cause = diagnose(catalogue.jobCannotBeLabelled, workload.ownDataPlane?.place ?? workload.place, {
      job: workload.name,
      label: needs,
    })
    return [{ subject: part === 'joins' ? { workload } : { namespace: workload.namespace }, cause }]
  })
}

/** The label without which the Job would not get what it is planned to get; undefined where it needs none. */
function labelNeeded(migration: Migration, workload: Workload, { set, removed, kept }: PodLabels): string | undefined {
  switch (enrolmentChangeOf(migration, workload)) {
    case 'joins': {
      if (set[modeLabel] !== undefined) return modeLabel
      const injected = asksForSidecar(workload.labels) && !isClosedToInjection(migration, workload.namespace)
      return injected ? (removed[0] ?? kept[0]?.label ?? injectLabel) : undefined
    }
    // A pod that has a sidecar is not captured, whatever its mode.
    case 'stays':
      return [injectLabel, revisionLabel].find((label) => set[label] !== undefined)
    case 'opts-out':
      return set[modeLabel] !== undefined && identityCounts(migration, workload.namespace) ? modeLabel : undefined
    case undefined:
      return undefined
  }
}

/** Whether something looks at the identity of clients in a namespace. */
function identityCounts(migration: Migration, namespace: string): boolean {
  return [...migration.mesh.services, ...migration.mesh.externalHosts].some(
    (target) => clientsThatCount(migration, target, podsOfTarget(migration, target))?.(namespace) === true,
  )
}
