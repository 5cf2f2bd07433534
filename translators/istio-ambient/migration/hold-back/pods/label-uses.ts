import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { groupOf } from '../../../../../src/model/api-group.ts'
import { decidingScopeOf } from '../../../../../src/model/deciding-kinds.ts'
import { changesAnswer, enrolmentLabels, injectLabel, keysOf, type LabelUse } from '../../../../../src/model/label-use.ts'
import { hasFixedTemplate, type Labels, type Workload } from '../../../../../src/model/workload.ts'
import { usesOfPods } from '../../../../../src/resolve/label-uses.ts'
import { isClosedToInjection } from '../../closed-to-injection.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { labelsOfNamespace } from '../../namespace-labels.ts'
import { asksForSidecar, enrolmentChangeOf, labelsAfter, podLabels } from '../../pod-labels.ts'

/**
 * Moves that would change what a selector selects. Example: `selector: {matchLabels: {sidecar.istio.io/inject: "true"}}` of a Deployment,
 * which the API server does not take any more when the label is gone from its pods, or of a PodDisruptionBudget, which would cover nothing.
 * Where the label may stay, because nothing injects the namespace any more, it stays.
 */
export function labelUseHoldBacks(migration: Migration): HoldBack[] {
  return [...podHoldBacks(migration), ...namespaceHoldBacks(migration)]
}

/** `Service shop/web` */
export function useText({ kind, namespace, name }: LabelUse): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`
}

function podHoldBacks(migration: Migration): HoldBack[] {
  if (migration.mesh.labelUses.length === 0) return []
  return migration.mesh.workloads.flatMap((workload): HoldBack[] => {
    const part = enrolmentChangeOf(migration, workload)
    if (part === undefined || hasFixedTemplate(workload)) return []
    const change = podLabels(migration, workload)
    const after = labelsAfter(workload, change)
    const stillInjected = part === 'joins' && !isClosedToInjection(migration, workload.namespace) && asksForSidecar(after)
    const use = stillInjected ? change.kept[0]?.use : disturbed(migration, workload, after)
    if (use === undefined) return []
    const label = labelOf(use, workload.labels, after)
    const cause = diagnose(catalogue.labelIsSelected, use.place, { label, workload: workload.name, selector: useText(use) })
    return [{ subject: part === 'joins' ? { workload } : { namespace: workload.namespace }, cause }]
  })
}

function disturbed(migration: Migration, workload: Workload, after: Labels): LabelUse | undefined {
  return usesOfPods(migration.mesh, workload).find((use) => changesAnswer(use, workload.labels, after))
}

/** Selectors of what decides about requests: a NetworkPolicy that admits namespaces by `istio-injection`. */
function namespaceHoldBacks(migration: Migration): HoldBack[] {
  const uses = migration.mesh.labelUses.filter(
    ({ selects, place: { object } }) => selects === 'namespaces' && decidingScopeOf(groupOf(object.apiVersion), object.kind) !== undefined,
  )
  if (uses.length === 0) return []
  return migration.mesh.namespaces.flatMap((namespace): HoldBack[] => {
    const after = labelsOfNamespace(migration, namespace)
    const use = after === undefined ? undefined : uses.find((candidate) => changesAnswer(candidate, namespace.labels, after))
    if (use === undefined || after === undefined) return []
    const params = { namespace: namespace.name, label: labelOf(use, namespace.labels, after), selector: useText(use) }
    return [{ subject: { namespace: namespace.name }, cause: diagnose(catalogue.namespaceLabelIsSelected, use.place, params) }]
  })
}

/** The label of enrolment that the selector names and the move changes. */
function labelOf({ selector }: LabelUse, before: Labels, after: Labels): string {
  const named = keysOf(selector).filter((key) => enrolmentLabels.includes(key))
  return named.find((key) => before[key] !== after[key]) ?? named[0] ?? injectLabel
}
