import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type DataPlane, hasSidecar } from '../../../src/model/data-plane.ts'
import type { ReadContext } from '../../../src/model/dialect.ts'
import { isMember } from '../../../src/model/discovery.ts'
import { type LabelSelector, meetsSelector } from '../../../src/model/label-selector.ts'
import type { MeshSettings } from '../../../src/model/settings.ts'
import type { Labels, Namespace, Workload } from '../../../src/model/workload.ts'
import { isNeverInjected } from './namespace.ts'

type OwnDataPlane = NonNullable<Workload['ownDataPlane']>

/** What the labels and annotations of pods say of their enrolment; `place` is that of the pods' metadata. */
export interface PodEnrolment {
  readonly labels: Labels
  readonly annotations: Labels
  readonly place: Place
}

export const injectKey = 'sidecar.istio.io/inject'

/**
 * What the pods say to the injector. It takes `true` and `false`; of other values istiod 1.31 goes by the namespace, while earlier releases took
 * `y`, `yes`, `on` and `True` for `true` and all others for `false` (istio:pkg/kube/inject/inject.go injectRequired). All releases inject `yes`
 * where the namespace does, and `no` is disputed.
 */
function wordOf({ labels, annotations }: Pick<PodEnrolment, 'labels' | 'annotations'>): 'true' | 'false' | 'nothing' | 'yes' | 'disputed' {
  const value = labels[injectKey] ?? annotations[injectKey] ?? ''
  if (value === 'true' || value === 'false') return value
  if (value === '') return 'nothing'
  return ['y', 'yes', 'true', 'on'].includes(value.toLowerCase()) ? 'yes' : 'disputed'
}

/**
 * The pod's own word. `inject` comes from the label only: an annotation cannot bring pods to the webhook that it does not see anyway, it
 * can only keep the sidecar out. `istio.io/rev` on a pod asks for that revision's sidecar.
 */
export function ownDataPlane({ labels, annotations, place }: PodEnrolment): OwnDataPlane | undefined {
  const label = labels[injectKey]
  const annotation = annotations[injectKey]
  const labelPlace = (key: string) => place.field('labels').field(key)
  if (label === 'true') return { value: 'inject', place: labelPlace(injectKey) }
  const refused = (label ?? annotation) === 'false'
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
  settings: Pick<MeshSettings, 'neverInject' | 'members'>,
): DataPlane {
  if (hostNetwork) return 'none'
  const own = ownDataPlane(enrolment)?.value
  const { members, neverInject } = settings
  const injected =
    members === undefined
      ? isInjected(enrolment, own, namespace, name, neverInject)
      : isInjectedMember(enrolment, isMember(members, namespace ?? { name, labels: {}, annotations: {}, dataPlane: 'unknown' }))
  if (injected === true) return 'sidecar'
  const mode = enrolment.labels['istio.io/dataplane-mode']
  if (mode === 'ambient') return 'ambient'
  if (injected === undefined) return 'unknown'
  if (mode !== 'none' && namespace?.labels['istio.io/dataplane-mode'] === 'ambient') return 'ambient'
  return 'none'
}

/** Undefined when the Namespace is not in the input and the pod says nothing itself, and where releases disagree. */
function isInjected(
  enrolment: PodEnrolment,
  own: OwnDataPlane['value'] | undefined,
  namespace: Namespace | undefined,
  name: string,
  neverInject: readonly LabelSelector[],
): boolean | undefined {
  if (isNeverInjected(name)) return false
  const word = wordOf(enrolment)
  if (word === 'false') return false
  const never = neverInject.some((selector) => meetsSelector(selector, enrolment.labels))
  // Pods that ask for nothing (istio:pkg/kube/inject/inject.go injectRequired).
  if (never && (word === 'nothing' || word === 'disputed')) return false
  const asked = word === 'disputed' || (never && word === 'yes') ? undefined : true
  if (hasSidecar(namespace?.dataPlane)) return asked
  if (namespace?.labels['istio-injection'] !== undefined) return false
  if (own === 'inject') return asked
  return namespace === undefined || namespace.dataPlane === 'unknown' ? undefined : false
}

/**
 * OpenShift Service Mesh 2 injects pods of members that ask for it, by the annotation as well as by the label, and no others; labels of their
 * Namespaces say nothing (docs.redhat.com service_mesh/v2x, "Enabling sidecar injection").
 */
function isInjectedMember({ labels, annotations }: PodEnrolment, member: boolean | undefined): boolean | undefined {
  if (member === false) return false
  const word = wordOf({ labels, annotations })
  if (word === 'false' || word === 'nothing') return false
  return word === 'true' ? member : undefined
}

/** The value of the pods' injection label of which releases disagree whether it brings a sidecar, where the namespace does not settle it. */
export function disputedInjection(
  { labels, annotations, place }: PodEnrolment,
  dataPlane: DataPlane,
  namespace: Namespace | undefined,
): { readonly value: string; readonly place: Place } | undefined {
  const word = wordOf({ labels, annotations })
  const settled = namespace === undefined || namespace.dataPlane === 'unknown'
  if (dataPlane !== 'unknown' || settled || (word !== 'disputed' && word !== 'yes')) return undefined
  const [key, value] = labels[injectKey] === undefined ? ['annotations', annotations[injectKey]] : ['labels', labels[injectKey]]
  return { value: value ?? '', place: place.field(key).field(injectKey) }
}

/** The label overrules the annotation of the same name. */
export function reportInjectionConflict({ labels, annotations, place }: PodEnrolment, context: ReadContext): void {
  const label = labels[injectKey]
  const annotation = annotations[injectKey]
  if (label === undefined || annotation === undefined || label === annotation) return
  context.diagnostics.push(diagnose(catalogue.conflictingInjection, place.field('annotations').field(injectKey), { label, annotation }))
}
