import { type InjectedLabels, sidecarLabels } from '../../../src/model/injected-labels.ts'
import { ownValue } from '../../../src/model/own-value.ts'
import type { Labels, Workload } from '../../../src/model/workload.ts'

/**
 * What the injector's template adds to the labels of pods that get a sidecar; an empty label counts as none
 * (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml, metadata.labels). A network is only added where the webhook
 * names one, and a tunnel where the proxy takes HBONE. Pods that choose a template of their own may get any.
 */
export function injectedLabels({ kind, name, labels, annotations, owners }: Facts): InjectedLabels {
  const own = (label: string): string => ownValue(labels, label) ?? ''
  const lacks = (label: string): boolean => own(label) === ''
  if (choosesTemplates(annotations)) return { labels: {}, unknown: sidecarLabels.filter(lacks) }
  // Pods that something makes are called after what makes them, which a name alone does not tell.
  const called = owners.length === 0 || !madeByOthers.has(kind) ? canonical(name) : undefined
  const known: Readonly<Record<string, string | undefined>> = {
    'security.istio.io/tlsMode': 'istio',
    'service.istio.io/canonical-name': canonical(own('app.kubernetes.io/name') || own('app')) || called,
    'service.istio.io/canonical-revision': own('app.kubernetes.io/version') || own('version') || 'latest',
  }
  const added = Object.entries(known).flatMap(([label, value]) => (lacks(label) && value !== undefined ? [[label, value] as const] : []))
  return {
    labels: Object.fromEntries(added),
    unknown: sidecarLabels.filter((label) => lacks(label) && ownValue(known, label) === undefined),
  }
}

type Facts = Pick<Workload, 'kind' | 'name' | 'labels' | 'annotations' | 'owners'>

const madeByOthers: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet', 'ReplicationController', 'Job'])

function canonical(name: string): string {
  return name.slice(0, 63).replace(/-$/, '')
}

function choosesTemplates(annotations: Labels): boolean {
  const chosen = ownValue(annotations, 'inject.istio.io/templates')
  return chosen !== undefined && chosen !== 'sidecar'
}
