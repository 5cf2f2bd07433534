import type { Place } from '../diagnostics/place.ts'
import { type LabelSelector, meetsSelector } from './label-selector.ts'

/** Labels by which pods and namespaces get their data plane. Moving changes them. */
export const enrolmentLabels: readonly string[] = ['istio-injection', 'istio.io/rev', 'sidecar.istio.io/inject', 'istio.io/dataplane-mode']

/** Label and, in older manifests, annotation by which pods ask for a sidecar or opt out of it. */
export const injectLabel = 'sidecar.istio.io/inject'
/** Label by which pods and namespaces ask for the sidecar of a revision. */
export const revisionLabel = 'istio.io/rev'

/**
 * A selector of the input that names a label of enrolment or of the injector, in any kind of object: `matchLabels: {sidecar.istio.io/inject: "true"}` of a
 * Deployment, a Service, a PodDisruptionBudget, a NetworkPolicy or a policy. What it selects is not to change by a move.
 */
export interface LabelUse {
  /** The object that has the selector. */
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly selects: 'pods' | 'namespaces'
  /** True for pods of every namespace, else for those of the object's own. */
  readonly anywhere: boolean
  /** True for the selector by which a workload finds its own pods: what it would make of others does not matter. */
  readonly ofOwnPods: boolean
  readonly selector: LabelSelector
  readonly place: Place
}

/** Whether a selector gives another answer about labels after a change. */
export function changesAnswer({ selector }: LabelUse, before: Labels, after: Labels): boolean {
  return meetsSelector(selector, before) !== meetsSelector(selector, after)
}

type Labels = Readonly<Record<string, string>>

/** The label keys that a selector names. */
export function keysOf({ labels, expressions }: LabelSelector): readonly string[] {
  return [...Object.keys(labels), ...expressions.map(({ key }) => key)]
}
