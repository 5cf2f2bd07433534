import { decidingProxyConfig, parsedMap } from '../../../src/model/proxy-settings.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { isOfSpire } from './hold-back/pods/spire.ts'

/** An annotation by which the pods have another proxy than Istio's, and what of it says so. */
export interface ProxyChange {
  readonly annotation: string
  readonly what: string
}

/**
 * What annotations change of a sidecar in ways that may change each decision: a bootstrap or an image of its own, changes to its
 * container, an injection template that is not one of Istio's, settings such as Envoy's runtime
 * (istio api:annotation/annotations.yaml; istio:pkg/kube/inject/inject.go reapplyOverwrittenContainers).
 */
export function proxyChanges({ annotations }: Pick<Workload, 'annotations'>): ProxyChange[] {
  return Object.entries(findings).flatMap(([annotation, find]) => {
    const text = annotations[annotation]
    return text === undefined ? [] : find(text).map((what) => ({ annotation, what }))
  })
}

const findings: Readonly<Record<string, (text: string) => readonly string[]>> = {
  'sidecar.istio.io/bootstrapOverride': (name) => (name === '' ? [] : [name]),
  'sidecar.istio.io/discoveryAddress': (address) => (address === '' || isInstalled(address) ? [] : [address]),
  'sidecar.istio.io/proxyImage': (image) => (image === '' || isOfIstio(image) ? [] : [image]),
  'proxy.istio.io/overrides': overridden,
  'proxy.istio.io/config': decidingProxyConfig,
  // `sidecar` is Istio's own, `gateway` makes gateways, and templates of SPIRE have a finding of their own.
  'inject.istio.io/templates': (list) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && name !== 'sidecar' && name !== 'gateway' && !isOfSpire(name)),
}

/** The address that every installation writes: istiod in some namespace. */
function isInstalled(address: string): boolean {
  return /^istiod(?:-[\w-]+)?\.[\w-]+(?:\.svc(?:\.[\w.-]+)?)?:\d+$/.test(address)
}

/** Istio's image under its own name, also from a registry that mirrors it; an image name without a slash is one of Istio's hub. */
function isOfIstio(image: string): boolean {
  return image === 'auto' || /^(?:.*\/)?proxyv2(?:-rhel\d+)?(?:[:@].*)?$/.test(image)
}

/** Fields of a container that say how much it may use, and its name. */
const ofResources: ReadonlySet<string> = new Set(['name', 'resources', 'image'])

/** The injector puts into this annotation what a pod says of the container of its proxy. */
function overridden(text: string): readonly string[] {
  const lists = parsedMap(text)
  if (lists === undefined) return ['overrides that cannot be read']
  const fields = Object.values(lists)
    .flatMap((list) => (Array.isArray(list) ? list : [undefined]))
    .flatMap(changedFields)
  return [...new Set(fields)].sort()
}

function changedFields(container: unknown): string[] {
  if (typeof container !== 'object' || container === null) return ['overrides that cannot be read']
  return Object.entries(container).flatMap(([name, value]) => {
    if (name === 'image') return typeof value === 'string' && isOfIstio(value) ? [] : ['image']
    return ofResources.has(name) ? [] : [name]
  })
}
