import type { DataPlane } from '../../../src/model/data-plane.ts'
import type { Labels, Namespace } from '../../../src/model/workload.ts'
import { isClosedToInjection } from './closed-to-injection.ts'
import type { Migration } from './migration.ts'

export const injectionLabels: readonly string[] = ['istio-injection', 'istio.io/rev']

/** Whether a namespace of such pods gets the label of ambient mode when it moves. */
const isEnrolled: Readonly<Record<DataPlane, boolean>> = { sidecar: true, ambient: true, unknown: true, none: false }

/** The labels of enrolment that a Namespace loses and gets; undefined for one that is left as it is. */
export function namespaceChange(
  migration: Migration,
  namespace: Namespace,
): { readonly removed: readonly string[]; readonly set: Labels } | undefined {
  const { name, place, labels, dataPlane } = namespace
  if (place === undefined || !migration.movesWhole(name) || !isEnrolled[dataPlane]) return undefined
  const wanted: Labels = {
    ...(isClosedToInjection(migration, name) ? { 'istio-injection': 'disabled' } : {}),
    'istio.io/dataplane-mode': 'ambient',
  }
  return {
    removed: injectionLabels.filter((label) => labels[label] !== undefined && wanted[label] === undefined),
    set: Object.fromEntries(Object.entries(wanted).filter(([label, value]) => labels[label] !== value)),
  }
}

/** The labels of a Namespace after the move; undefined for one that is left as it is. */
export function labelsOfNamespace(migration: Migration, namespace: Namespace): Labels | undefined {
  const change = namespaceChange(migration, namespace)
  if (change === undefined) return undefined
  const kept = Object.entries(namespace.labels).filter(([label]) => !change.removed.includes(label))
  return { ...Object.fromEntries(kept), ...change.set }
}
