import { ownValue } from './own-value.ts'

type Labels = Readonly<Record<string, string>>

/** Labels that the injector writes at pods with a sidecar; without one they are gone. */
export const sidecarLabels: readonly string[] = [
  'security.istio.io/tlsMode',
  'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision',
  'networking.istio.io/tunnel',
  'topology.istio.io/network',
]

/**
 * Labels that istiod adds to those of a proxy, and to no pod: selectors of policies and of proxy configuration see them at sidecars, and ztunnel
 * gets policies by the labels of pods (istio:pkg/config/labels AugmentLabels, istio:pilot/pkg/serviceregistry/ambient/workloads.go).
 */
export const proxyLabels: readonly string[] = [
  'topology.istio.io/cluster',
  'topology.istio.io/network',
  'topology.istio.io/subzone',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'kubernetes.io/hostname',
]

/** What the injector adds to the labels of a pod template. */
export interface InjectedLabels {
  readonly labels: Labels
  /** Labels that it may add, or whose value is not in the input. */
  readonly unknown: readonly string[]
}

/** The labels that pods have without a sidecar: those of their template. */
export function labelsWithoutSidecar(pods: { readonly labels: Labels; readonly injected?: InjectedLabels }): Labels {
  const { labels, injected } = pods
  if (injected === undefined) return labels
  const own =
    ofTemplates.get(pods) ?? Object.fromEntries(Object.entries(labels).filter(([label]) => ownValue(injected.labels, label) === undefined))
  ofTemplates.set(pods, own)
  return own
}

const ofTemplates = new WeakMap<object, Labels>()
