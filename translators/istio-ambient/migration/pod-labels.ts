import { hasSidecar } from '../../../src/model/data-plane.ts'
import { injectLabel, type LabelUse, revisionLabel } from '../../../src/model/label-use.ts'
import type { Labels, Workload } from '../../../src/model/workload.ts'
import { controllerOfPods } from '../../../src/resolve/controllers.ts'
import { labelsToLose } from '../../../src/resolve/label-uses.ts'
import { isClosedToInjection } from './closed-to-injection.ts'
import type { Migration } from './migration.ts'

export const modeLabel = 'istio.io/dataplane-mode'

/** What the labels and annotations of pods become by a move. */
export interface PodLabels {
  readonly set: Labels
  /** Labels that go. */
  readonly removed: readonly string[]
  /** Annotations of the same names that go. */
  readonly annotations: readonly string[]
  /** Labels that would go and stay, because a selector names them. */
  readonly kept: readonly { readonly label: string; readonly use: LabelUse }[]
}

export type EnrolmentChange = 'joins' | 'stays' | 'opts-out'

/**
 * What pods do when their namespace moves; undefined for pods that the labels of nothing concern, and for what a controller of the input
 * makes: its template is edited. A ReplicaSet with the same edit would be taken for the new one, and no pod would be made anew.
 */
export function enrolmentChangeOf(migration: Migration, workload: Workload): EnrolmentChange | undefined {
  if (controllerOfPods(workload, migration.mesh) !== undefined) return undefined
  if (!migration.moves(workload.namespace) || workload.address !== undefined || workload.hostNetwork) return undefined
  if (migration.workloadMoves(workload)) return 'joins'
  if (migration.stays(workload)) return 'stays'
  return migration.movesWhole(workload.namespace) && optsOut(migration, workload) ? 'opts-out' : undefined
}

/**
 * Pods that opted out of the sidecar, or that the injector leaves alone (`neverInjectSelector`), would be captured by ztunnel, which only asks
 * for its own label.
 */
function optsOut(migration: Migration, workload: Workload): boolean {
  const passedOver = workload.dataPlane === 'none' && hasSidecar(migration.namespaceNamed(workload.namespace)?.dataPlane)
  return workload.ownDataPlane?.value === 'no-inject' || (passedOver && workload.ownDataPlane === undefined)
}

/** The labels that pods need for their part: those that move stop asking for a sidecar, those that stay ask for one by name. */
export function podLabels(migration: Migration, workload: Workload): PodLabels {
  switch (enrolmentChangeOf(migration, workload)) {
    case 'joins':
      return joining(migration, workload)
    case 'stays':
      return staying(migration, workload)
    case 'opts-out':
      return { ...without(migration, workload, [injectLabel]), set: missing(workload, { [modeLabel]: 'none' }) }
    case undefined:
      return { set: {}, removed: [], annotations: [], kept: [] }
  }
}

/** The labels that pods have afterwards. */
export function labelsAfter({ labels }: Pick<Workload, 'labels'>, { set, removed }: PodLabels): Labels {
  return { ...Object.fromEntries(Object.entries(labels).filter(([label]) => !removed.includes(label))), ...set }
}

/** Whether labels ask the injector for a sidecar where the namespace says nothing. */
export function asksForSidecar(labels: Labels): boolean {
  const inject = labels[injectLabel] ?? ''
  return inject === 'true' || (inject === '' && (labels[revisionLabel] ?? '') !== '')
}

function joining(migration: Migration, workload: Workload): PodLabels {
  const plane = migration.namespaceNamed(workload.namespace)?.dataPlane
  // The Namespace is not in the input, says nothing there, or moves in part: whatever its labels are in the cluster, these pods are not injected again.
  if (!hasSidecar(plane) || !migration.movesWhole(workload.namespace))
    return {
      ...without(migration, workload, [revisionLabel]),
      annotations: annotationsOf(workload, [injectLabel, revisionLabel]),
      set: missing(workload, { [injectLabel]: 'false', [modeLabel]: 'ambient' }),
    }
  const change = without(migration, workload, [injectLabel, revisionLabel])
  // A revision that a selector keeps is overruled by the word of the pods themselves.
  const overruled = change.kept.some(({ label }) => label === revisionLabel) && !isClosedToInjection(migration, workload.namespace)
  if (!overruled || workload.labels[injectLabel] !== undefined) return { ...change, set: {} }
  return { ...change, set: { [injectLabel]: 'false' } }
}

/** Pods that keep their proxy in a namespace that no longer injects one: gateways. */
function staying(migration: Migration, workload: Workload): PodLabels {
  const nothing = { removed: [], annotations: [], kept: [] }
  const namespace = migration.namespaceNamed(workload.namespace)
  // Where the Namespace is left as it is, those pods are.
  if (namespace?.dataPlane === 'unknown' || !migration.movesWhole(workload.namespace)) return { ...nothing, set: {} }
  const injection = namespace?.injection
  const revision =
    injection?.label === revisionLabel && workload.labels[revisionLabel] === undefined ? { [revisionLabel]: injection.value } : {}
  return { ...nothing, set: missing(workload, { [injectLabel]: 'true', ...revision, [modeLabel]: 'none' }) }
}

function missing({ labels }: Workload, wanted: Labels): Labels {
  return Object.fromEntries(Object.entries(wanted).filter(([label, value]) => labels[label] !== value))
}

function annotationsOf({ annotations }: Workload, names: readonly string[]): string[] {
  return names.filter((name) => annotations[name] !== undefined)
}

/** Takes labels and annotations away, but for labels that a selector needs to give the same answer as before. */
function without({ mesh }: Migration, workload: Workload, names: readonly string[]): Omit<PodLabels, 'set'> {
  return { ...labelsToLose(mesh, workload, names), annotations: annotationsOf(workload, names) }
}
