import type { Place } from '../diagnostics/place.ts'

/** What istio-iptables leads to a pod's sidecar, by the last part of the pod annotations `traffic.sidecar.istio.io/…` that say it. */
export const captureNames = [
  'includeOutboundIPRanges',
  'excludeOutboundIPRanges',
  'includeOutboundPorts',
  'excludeOutboundPorts',
  'includeInboundPorts',
  'excludeInboundPorts',
] as const

export type CaptureName = (typeof captureNames)[number] | 'interceptionMode' | 'statusPort'

/** What one setting outside the annotations of pods says, and where. */
export interface CaptureSetting {
  readonly value: string
  readonly place: Place
}

/**
 * What holds where a pod has no annotation: the mesh's `values.global.proxy.excludeOutboundPorts` and its siblings, and the interception mode
 * of the proxy's configuration (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml).
 */
export type CaptureDefaults = Readonly<Partial<Record<CaptureName, CaptureSetting>>>

/** Pods with a sidecar, as far as it counts for capture. */
interface Pods {
  readonly annotations: Readonly<Record<string, string>>
  readonly captureDefaults?: CaptureDefaults
}

/** The same, with what their manifests say and where. */
interface WrittenPods extends Pods {
  readonly proxyUser?: BypassCause
  readonly templatePlace: Place
}

/** The annotation of pods that overrules a setting. */
export function captureAnnotation(name: CaptureName): string {
  if (name === 'statusPort') return 'status.sidecar.istio.io/port'
  return name === 'interceptionMode' ? 'sidecar.istio.io/interceptionMode' : `traffic.sidecar.istio.io/${name}`
}

/** The text that holds for a pod: that of its annotation, also an empty one, else that of the mesh. */
export function captureText({ annotations, captureDefaults }: Pods, name: CaptureName): string | undefined {
  return annotations[captureAnnotation(name)] ?? captureDefaults?.[name]?.value
}

/** The members of a list that holds for a pod; undefined where nothing sets it. */
export function captureList(workload: Pods, name: CaptureName): readonly string[] | undefined {
  return captureText(workload, name)
    ?.split(',')
    .map((item) => item.trim())
}

/** Ports at which a pod's sidecar itself answers, whatever the pod says: health for probes and the metrics of Envoy. */
const proxyPorts = [15_021, 15_090] as const

/**
 * Ports that istio-iptables does not lead to a pod's sidecar, as far as something names them: those of the sidecar itself (15020 for merged
 * metrics, or what `global.proxy.statusPort` says, 15021, 15090), and those that are excluded. Nothing guards them: no policy, no mutual TLS
 * (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml, `-d`). Only where all other ports are included.
 */
export function uncapturedPorts(workload: Pods): readonly number[] {
  const ports = uncaptured.get(workload) ?? portsNotLed(workload)
  uncaptured.set(workload, ports)
  return ports
}

/** Every address of the pods asks. */
const uncaptured = new WeakMap<Pods, readonly number[]>()

function portsNotLed(workload: Pods): readonly number[] {
  if (!includesAllPorts(workload)) return []
  const excluded = (captureList(workload, 'excludeInboundPorts') ?? []).map(Number).filter((port) => port > 0)
  return [...new Set([...ownPortsOf(workload), ...excluded])].sort((a, b) => a - b)
}

/** The ports that a pod's lists of inbound ports name. */
export function listedPorts(workload: Pods): readonly number[] {
  const listed = (['includeInboundPorts', 'excludeInboundPorts'] as const).flatMap((name) => captureList(workload, name) ?? [])
  return listed.map(Number).filter((port) => port > 0)
}

/** The ports of a pod at which its sidecar itself answers. */
function ownPortsOf(workload: Pods): readonly number[] {
  const status = Number(captureText(workload, 'statusPort') ?? 15_020)
  return [...(status > 0 ? [status] : []), ...proxyPorts]
}

/** Whether istio-iptables leads a port to a pod's sidecar. The exclusion counts only beside `*` (istio:tools/istio-iptables/pkg/capture/run.go handleInboundPortsInclude). */
export function isCaptured(workload: Pods, port: number): boolean {
  if (includesAllPorts(workload)) return !uncapturedPorts(workload).includes(port)
  return (captureList(workload, 'includeInboundPorts') ?? []).includes(String(port))
}

function includesAllPorts(workload: Pods): boolean {
  return (captureList(workload, 'includeInboundPorts') ?? ['*']).includes('*')
}

/** One thing that keeps connections from a sidecar, as people know it, and where it is written. */
export interface BypassCause {
  readonly what: string
  readonly place: Place
}

const outbound: readonly CaptureName[] = [
  'excludeOutboundPorts',
  'excludeOutboundIPRanges',
  'includeOutboundPorts',
  'includeOutboundIPRanges',
]

/** Network interfaces whose traffic is not led to the sidecar. */
export const excludedInterfaces = 'traffic.sidecar.istio.io/excludeInterfaces'

/** What keeps connections of a pod from its sidecar, the pod's own words first. */
export function outboundBypasses({ annotations, captureDefaults = {}, proxyUser, templatePlace }: WrittenPods): readonly BypassCause[] {
  const unintercepted = annotations[captureAnnotation('interceptionMode')] === 'NONE' ? [captureAnnotation('interceptionMode')] : []
  const known = new Set([...outbound.map(captureAnnotation), excludedInterfaces, ...unintercepted])
  return [
    ...(proxyUser === undefined ? [] : [proxyUser]),
    ...Object.keys(annotations)
      .filter((name) => known.has(name))
      .map((name) => ({ what: name, place: templatePlace.field('annotations').field(name) })),
    ...meshBypasses(captureDefaults, annotations),
  ]
}

/** Settings of the mesh that keep connections from sidecars, as far as annotations of pods do not overrule them. */
export function meshBypasses(capture: CaptureDefaults, annotations: Pods['annotations'] = {}): readonly BypassCause[] {
  return [...outbound, 'interceptionMode' as const].flatMap((name) => {
    const setting = capture[name]
    if (setting === undefined || Object.hasOwn(annotations, captureAnnotation(name)) || !keepsAway(name, setting.value)) return []
    return [{ what: String(setting.place.path.at(-1)), place: setting.place }]
  })
}

/** Installers write the defaults out: `includeIPRanges: "*"`, `excludeIPRanges: ""`. Ports that are included only add to the ranges. */
function keepsAway(name: CaptureName, value: string): boolean {
  if (name === 'interceptionMode') return value === 'NONE'
  if (name === 'includeOutboundPorts') return false
  return name === 'includeOutboundIPRanges' ? !value.includes('*') : value.trim() !== ''
}
