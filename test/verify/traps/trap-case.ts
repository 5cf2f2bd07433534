import { parse, stringify } from 'yaml'
import type { InputFile } from '../../../src/manifest/input-file.ts'

/** A naive migration: what the sidecar mesh has, and what a user writes for the ambient one. */
export interface TrapCase {
  readonly trap: number
  readonly says: string
  /** Objects of both sides. */
  readonly both?: readonly ShortObject[]
  readonly before?: readonly ShortObject[]
  readonly after?: readonly ShortObject[]
  /** The scene's waypoint `prod/waypoint` is there afterwards and serves the namespace; what it is `waypoint-for`. */
  readonly waypoint?: 'service' | 'workload' | 'all'
  /** What carries the pods of the scene's namespaces afterwards; ambient where it is not given. */
  readonly plane?: 'ambient' | 'sidecar' | 'none'
  readonly meshConfig?: object
  /** The release of Cilium, where it is not the newest. */
  readonly cilium?: string
  readonly expect?: readonly Expected[]
  /** Patterns of what the report has to say is outside of the model, or assumed. */
  readonly tells?: readonly string[]
  /** Verdicts that no difference may have. */
  readonly never?: readonly string[]
  /** A pattern of destinations where they may: the ports of the sidecar itself, which it does not guard. */
  readonly except?: string
}

export interface Expected {
  readonly verdict: string
  readonly destination?: string
  readonly client?: string
  /** A pattern of what would settle it, for what is undetermined. */
  readonly needs?: string
}

/** `kind`, `name`, `ns` (default prod), metadata, and the rest is the spec. */
interface ShortObject {
  readonly kind: string
  readonly name: string
  readonly ns?: string
  readonly labels?: object
  readonly annotations?: object
  readonly [field: string]: unknown
}

const groups: Readonly<Record<string, string>> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  GatewayClass: 'gateway.networking.k8s.io/v1',
  ReferenceGrant: 'gateway.networking.k8s.io/v1beta1',
  WorkloadEntry: 'networking.istio.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  Gateway: 'gateway.networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Deployment: 'apps/v1',
  IstioOperator: 'install.istio.io/v1alpha1',
  Istio: 'sailoperator.io/v1',
  IstioRevision: 'sailoperator.io/v1',
  ServiceMeshControlPlane: 'maistra.io/v2',
  CiliumNetworkPolicy: 'cilium.io/v2',
  CiliumClusterwideNetworkPolicy: 'cilium.io/v2',
  CiliumEnvoyConfig: 'cilium.io/v2',
}

export function casesIn(text: string): readonly TrapCase[] {
  return (parse(text, { merge: true, maxAliasCount: -1 }) as { cases: TrapCase[] }).cases
}

/** The manifests of one side. What a case writes itself stands for what the scene would have. */
export function filesOf(one: TrapCase, side: 'before' | 'after'): InputFile[] {
  const bound = side === 'after' ? one.waypoint : undefined
  const plane = side === 'before' ? 'sidecar' : (one.plane ?? 'ambient')
  const objects: ShortObject[] = [
    namespaceOf('prod', plane, bound === undefined ? {} : { 'istio.io/use-waypoint': 'waypoint' }),
    namespaceOf('dev', plane),
    { kind: 'Service', name: 'cart', selector: { app: 'cart' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    { kind: 'Deployment', name: 'cart' },
    { kind: 'Deployment', name: 'web' },
    { kind: 'Deployment', name: 'job', ns: 'dev' },
    ...(bound === undefined ? [] : [waypoint(bound)]),
    ...(one.meshConfig === undefined ? [] : [meshOf(one.meshConfig)]),
    ...(one.both ?? []),
    ...(one[side] ?? []),
  ]
  const last = new Map(objects.map((object) => [`${object.kind} ${object.ns ?? ''} ${object.name}`, object]))
  return [{ path: 'mesh.yaml', text: [...last.values()].map((object) => stringify(objectOf(object), { version: '1.1' })).join('---\n') }]
}

const planeLabels = { sidecar: { 'istio-injection': 'enabled' }, ambient: { 'istio.io/dataplane-mode': 'ambient' }, none: {} }

function namespaceOf(name: string, plane: keyof typeof planeLabels, labels: object = {}): ShortObject {
  return { kind: 'Namespace', name, labels: { ...planeLabels[plane], ...labels } }
}

function waypoint(traffic: string): ShortObject {
  return {
    kind: 'Gateway',
    name: 'waypoint',
    labels: { 'istio.io/waypoint-for': traffic },
    gatewayClassName: 'istio-waypoint',
    listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
  }
}

function meshOf(settings: object): ShortObject {
  return { kind: 'ConfigMap', name: 'istio', ns: 'istio-system', data: { mesh: stringify(settings) } }
}

function objectOf({ kind, name, ns = 'prod', labels, annotations, data, status, ...spec }: ShortObject): object {
  const apiVersion = kind === 'Gateway' && 'servers' in spec ? 'networking.istio.io/v1' : (groups[kind] ?? 'v1')
  const metadata = { name, ...(kind === 'Namespace' ? {} : { namespace: ns }), labels, annotations }
  if (kind === 'Namespace') return { apiVersion, kind, metadata }
  if (kind === 'CiliumClusterwideNetworkPolicy') return { apiVersion, kind, metadata: { name }, ...rulesOf(spec) }
  if (kind === 'CiliumNetworkPolicy') return { apiVersion, kind, metadata, ...rulesOf(spec) }
  if (kind === 'ConfigMap') return { apiVersion, kind, metadata, data }
  if (kind === 'Deployment') return { apiVersion, kind, metadata: { name, namespace: ns }, spec: podsOf(name, labels, annotations, spec) }
  return { apiVersion, kind, metadata, spec, status }
}

/** Cilium's policies hold one rule or several. */
function rulesOf({ specs, ...spec }: Record<string, unknown>): object {
  return { ...(Object.keys(spec).length === 0 ? {} : { spec }), ...(specs === undefined ? {} : { specs }) }
}

function podsOf(
  name: string,
  labels: object | undefined,
  annotations: object | undefined,
  { ports = [8080], ...spec }: Record<string, unknown>,
): object {
  const containers = [
    { name: 'app', ports: (ports as (number | object)[]).map((port) => (typeof port === 'number' ? { containerPort: port } : port)) },
  ]
  return {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name, ...labels }, annotations }, spec: { serviceAccountName: name, containers, ...spec } },
  }
}
