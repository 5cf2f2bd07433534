import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import { labelsWithoutSidecar, sidecarLabels } from '../../../../../src/model/injected-labels.ts'
import { type LabelSelector, meetsSelector } from '../../../../../src/model/label-selector.ts'
import { keysOf, type LabelUse } from '../../../../../src/model/label-use.ts'
import { contradicts, type Workload } from '../../../../../src/model/workload.ts'
import { usesOfPods } from '../../../../../src/resolve/label-uses.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { enrolmentChangeOf, labelsAfter, podLabels } from '../../pod-labels.ts'
import { useText } from './label-uses.ts'

/**
 * Pods that something selects, or excludes, by a label that only the injector writes. Example: a NetworkPolicy with `podSelector: {matchLabels:
 * {security.istio.io/tlsMode: istio}}` closes every pod with a sidecar, and none without one.
 */
export function injectedLabelHoldBacks(migration: Migration): HoldBack[] {
  const uses = migration.mesh.labelUses.filter((use) => use.selects === 'pods' && injectedKey(use) !== undefined)
  if (uses.length === 0) return []
  const pods = migration.mesh.workloads.flatMap((workload): HoldBack[] => {
    if (enrolmentChangeOf(migration, workload) !== 'joins') return []
    const use = usesOfPods(migration.mesh, workload).find(
      (candidate) => uses.includes(candidate) && mayChange(candidate, workload, migration),
    )
    return use === undefined ? [] : [{ subject: { workload }, cause: causeOf(use, `\`${workload.name}\``) }]
  })
  return [...pods, ...uses.flatMap((use) => unseenPods(migration, use))]
}

/** Whether a selector may give another answer about pods once they have no sidecar. */
function mayChange({ selector }: LabelUse, workload: Workload, migration: Migration): boolean {
  const unknown = workload.injected?.unknown ?? []
  const after = labelsAfter({ labels: labelsWithoutSidecar(workload) }, podLabels(migration, workload))
  // Where a value is not known, it may be the one that is asked for.
  const before = meetsSelector(without(selector, unknown), workload.labels)
  if (before && keysOf(selector).some((key) => unknown.includes(key))) return true
  return before !== meetsSelector(selector, after)
}

function without({ labels, expressions }: LabelSelector, keys: readonly string[]): LabelSelector {
  return {
    labels: Object.fromEntries(Object.entries(labels).filter(([key]) => !keys.includes(key))),
    expressions: expressions.filter(({ key }) => !keys.includes(key)),
  }
}

/** Pods that are not in the input: those of a namespace without any, and those behind a Service that selects none of the input. */
function unseenPods(migration: Migration, use: LabelUse): HoldBack[] {
  if (use.ofOwnPods) return []
  const asked = without(use.selector, sidecarLabels).labels
  return (use.anywhere ? migration.movingNamespaces : [use.namespace].filter(migration.moves)).flatMap((namespace): HoldBack[] => {
    const unseen = migration.servicesIn(namespace).find((service) => {
      const selected = service.selector === undefined || !contradicts(asked, service.selector)
      return service.externalName === undefined && migration.workloadsOf(service).length === 0 && selected
    })
    if (unseen === undefined && migration.workloadsIn(namespace).length > 0) return []
    const pods = unseen === undefined ? `pods of \`${namespace}\`` : `pods of \`${objectText(unseen.place.object)}\``
    return [{ subject: { namespace }, cause: causeOf(use, pods) }]
  })
}

function injectedKey({ selector }: LabelUse): string | undefined {
  return keysOf(selector).find((key) => sidecarLabels.includes(key))
}

function causeOf(use: LabelUse, pods: string): Diagnostic {
  return diagnose(catalogue.injectedLabelIsSelected, use.place, { label: injectedKey(use) ?? '', pods, selector: useText(use) })
}
