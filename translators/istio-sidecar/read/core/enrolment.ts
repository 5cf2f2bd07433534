import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import { type LabelSelector, meetsSelector } from '../../../../src/model/label-selector.ts'
import type { DataPlane, Labels, Namespace, Workload } from '../../../../src/model/workload.ts'
import { isNeverInjected } from './namespace.ts'

type OwnDataPlane = NonNullable<Workload['ownDataPlane']>

/** What the labels and annotations of pods say of their enrolment; `place` is that of the pods' metadata. */
export interface PodEnrolment {
  readonly labels: Labels
  readonly annotations: Labels
  readonly place: Place
}

const injectKey = 'sidecar.istio.io/inject'

/**
 * The pod's own word. `inject` comes from the label only: an annotation cannot bring pods to the webhook that it does not see anyway, it
 * can only keep the sidecar out. `istio.io/rev` on a pod asks for that revision's sidecar.
 */
export function ownDataPlane({ labels, annotations, place }: PodEnrolment): OwnDataPlane | undefined {
  const label = labels[injectKey]
  const annotation = annotations[injectKey]
  const labelPlace = (key: string) => place.field('labels').field(key)
  if (label === 'true') return { value: 'inject', place: labelPlace(injectKey) }
  const refused = (label ?? annotation ?? '') !== '' && (label ?? annotation) !== 'true'
  if (!refused && labels['istio.io/rev']) return { value: 'inject', place: labelPlace('istio.io/rev') }
  const mode = labels['istio.io/dataplane-mode']
  if (mode === 'ambient' || mode === 'none') return { value: mode, place: labelPlace('istio.io/dataplane-mode') }
  if (!refused) return undefined
  return { value: 'no-inject', place: label === undefined ? place.field('annotations').field(injectKey) : labelPlace(injectKey) }
}

/**
 * Which data plane pods get. A namespace with `istio-injection` set to anything but `enabled` keeps every webhook away; in one without
 * injection labels a pod's own label decides; a pod with a sidecar is not captured by ambient
 * (istio:manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml, istio:pkg/kube/inject/inject.go injectRequired).
 */
export function podDataPlane(
  enrolment: PodEnrolment,
  hostNetwork: boolean,
  namespace: Namespace | undefined,
  name: string,
  neverInject: readonly LabelSelector[],
): DataPlane {
  if (hostNetwork) return 'none'
  const own = ownDataPlane(enrolment)?.value
  const injected = isInjected(enrolment, own, namespace, name, neverInject)
  if (injected === true) return 'sidecar'
  const mode = enrolment.labels['istio.io/dataplane-mode']
  if (mode === 'ambient') return 'ambient'
  if (injected === undefined) return 'unknown'
  if (mode !== 'none' && namespace?.labels['istio.io/dataplane-mode'] === 'ambient') return 'ambient'
  return 'none'
}

/** Undefined when the Namespace is not in the input and the pod says nothing itself. */
function isInjected(
  { labels, annotations }: PodEnrolment,
  own: OwnDataPlane['value'] | undefined,
  namespace: Namespace | undefined,
  name: string,
  neverInject: readonly LabelSelector[],
): boolean | undefined {
  if (isNeverInjected(name)) return false
  const word = labels[injectKey] ?? annotations[injectKey] ?? ''
  if (word !== '' && word !== 'true') return false
  // Pods that ask for nothing (istio:pkg/kube/inject/inject.go injectRequired).
  if (word === '' && neverInject.some((selector) => meetsSelector(selector, labels))) return false
  if (namespace?.injection !== undefined) return true
  if (namespace?.labels['istio-injection'] !== undefined) return false
  if (own === 'inject') return true
  return namespace === undefined || namespace.dataPlane === 'unknown' ? undefined : false
}

/** The label overrules the annotation of the same name. */
export function reportInjectionConflict({ labels, annotations, place }: PodEnrolment, context: ReadContext): void {
  const label = labels[injectKey]
  const annotation = annotations[injectKey]
  if (label === undefined || annotation === undefined || label === annotation) return
  context.diagnostics.push(diagnose(catalogue.conflictingInjection, place.field('annotations').field(injectKey), { label, annotation }))
}
