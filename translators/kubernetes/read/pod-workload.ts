import { parseIpRange } from '../../../src/algebra/ip-range.ts'
import type { PodTemplateSpec } from '../../../src/crd/core/pod.ts'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { MeshBuilder } from '../../../src/model/builder.ts'
import type { ReadContext } from '../../../src/model/dialect.ts'
import type { SourceObject } from '../../../src/model/object.ts'
import type { UnreadInput } from '../../../src/model/unread.ts'
import type { Namespace, Workload } from '../../../src/model/workload.ts'
import { readCaptureDefaults } from './capture-defaults.ts'
import { disputedInjection, injectKey, ownDataPlane, type PodEnrolment, podDataPlane, reportInjectionConflict } from './enrolment.ts'
import { injectedLabels } from './injected-labels.ts'
import { type PodFacts, readPodSpec } from './pod-spec.ts'
import { proxyUser } from './proxy-user.ts'
import { waypointBinding } from './waypoint-labels.ts'

/** Where the pods of an object are described. */
export interface PodSource {
  readonly template: PodTemplateSpec
  readonly templatePlace: Place
  readonly batch: boolean
  readonly replicas?: number | undefined
}

/** Makes a workload of an object that is a pod or makes pods. */
export function podWorkload(object: SourceObject, source: PodSource, context: ReadContext, into: MeshBuilder): Workload {
  const { namespace, name, kind } = object.ref
  const { template, templatePlace } = source
  const facts = readPodSpec(template.spec ?? {}, templatePlace.field('spec'))
  const metadataPlace = templatePlace.field('metadata')
  const enrolment: PodEnrolment = {
    labels: template.metadata?.labels ?? {},
    annotations: template.metadata?.annotations ?? {},
    place: metadataPlace,
  }
  reportInjectionConflict(enrolment, context)
  const own = ownDataPlane(enrolment)
  const role = staticProxy(facts)
  const gateway = role === 'gateway' || isGateway(enrolment)
  const ownProxy = !gateway && !facts.hostNetwork && hasOwnProxy(facts, enrolment)
  const home = namespaceOf(into, namespace)
  const planned = podDataPlane(enrolment, facts.hostNetwork, home, namespace, context.settings)
  // A container that only changes the injected one says that pods are injected where nothing else tells.
  const asked = role === 'sidecar' || (ownProxy && planned === 'unknown') ? 'sidecar' : planned
  const uninjected = asked === 'sidecar' && role === undefined && !gateway && !ownProxy && isRunning(object)
  const dataPlane = uninjected ? 'none' : asked
  if (uninjected) {
    context.diagnostics.push(diagnose(catalogue.uninjectedPod, object.place, { pod: name }))
    into.unread.push(unreadMembership(object, objectText(object.ref), object.place))
  }
  const disputed = disputedInjection(enrolment, dataPlane, home)
  if (disputed !== undefined) {
    context.diagnostics.push(diagnose(catalogue.disputedInjection, disputed.place, { value: disputed.value }))
    into.unread.push(unreadMembership(object, `${injectKey} of ${objectText(object.ref)}`, disputed.place))
  }
  // What is written out in the pods has the labels written out as well.
  const isInjected = dataPlane === 'sidecar' && role === undefined && !gateway && !facts.hostNetwork
  const injected = isInjected ? injectedLabels({ kind, name, ...enrolment, owners: object.owners }) : undefined
  const asProxy = proxyUser(facts, istioContainers)
  const ip = podIp(object)
  return {
    kind,
    name,
    namespace,
    labels: { ...enrolment.labels, ...injected?.labels },
    ...(injected === undefined ? {} : { injected }),
    annotations: enrolment.annotations,
    serviceAccount: facts.serviceAccount ?? 'default',
    ports: [...facts.main, ...facts.init].flatMap(({ ports }) => ports),
    hostNetwork: facts.hostNetwork,
    dataPlane,
    ...(own === undefined ? {} : { ownDataPlane: own }),
    ...waypointBinding(enrolment.labels, namespace, metadataPlace.field('labels')),
    gateway,
    batch: source.batch,
    ...(source.replicas === undefined ? {} : { replicas: source.replicas }),
    commands: [...facts.init, ...facts.main].flatMap(({ command, args, hooks }) => [...command, ...args, ...hooks]),
    initContainers: facts.init.some(({ name: container }) => !istioContainers.has(container)),
    ...(ownProxy && dataPlane === 'sidecar' ? { ownProxy: templatePlace.field('spec') } : {}),
    ...readCaptureDefaults(enrolment, context.settings.capture),
    ...(asProxy === undefined ? {} : { proxyUser: asProxy }),
    ...(ip === undefined ? {} : { podIp: ip }),
    place: object.place,
    templatePlace: metadataPlace,
    owners: object.owners,
  }
}

/** A pod as a cluster exports it, which is on a node and has not ended: its containers are all that it will ever have. */
function isRunning({ ref, value }: SourceObject): boolean {
  if (ref.kind !== 'Pod') return false
  const { nodeName } = (value.spec ?? {}) as { readonly nodeName?: unknown }
  const { phase } = (value.status ?? {}) as { readonly phase?: unknown }
  return typeof nodeName === 'string' && nodeName !== '' && phase !== 'Succeeded' && phase !== 'Failed'
}

/** The address of a pod as a cluster exports it. */
function podIp({ ref, value }: SourceObject): string | undefined {
  if (ref.kind !== 'Pod') return undefined
  const { podIP } = (value.status ?? {}) as { readonly podIP?: unknown }
  return typeof podIP === 'string' && parseIpRange(podIP) !== undefined && !podIP.includes('/') ? podIP : undefined
}

/** Whether the pods are in the mesh is not known, so what their namespace is made of is not. */
function unreadMembership({ ref }: SourceObject, what: string, place: Place): UnreadInput {
  return {
    why: 'invalid',
    what,
    reach: { kinds: ['Namespace'], namespaces: [''], name: ref.namespace },
    span: place.span,
    place,
  }
}

const istioContainers: ReadonlySet<string> = new Set(['istio-init', 'istio-validation', 'istio-proxy'])

/** A proxy that is written out in the pod itself: `istioctl kube-inject` leaves `proxy sidecar`, installers write gateways as `proxy router`. */
function staticProxy({ main, init }: PodFacts): 'sidecar' | 'gateway' | undefined {
  const args = [...main, ...init]
    .filter(({ name }) => name === 'istio-proxy')
    .flatMap((container) => container.args.map(({ text }) => text))
  if (args[0] !== 'proxy') return undefined
  return args[1] === 'sidecar' ? 'sidecar' : args[1] === 'router' ? 'gateway' : undefined
}

/** A container of the sidecar, or what the injector notes on pods of a cluster. */
function hasOwnProxy({ main, init }: PodFacts, { annotations }: PodEnrolment): boolean {
  return annotations['sidecar.istio.io/status'] !== undefined || [...main, ...init].some(({ name }) => name === 'istio-proxy')
}

function isGateway({ labels, annotations }: PodEnrolment): boolean {
  const templates = annotations['inject.istio.io/templates'] ?? ''
  return templates.split(',').some((name) => name.trim() === 'gateway') || labels['gateway.networking.k8s.io/gateway-name'] !== undefined
}

// Namespaces are complete before workloads are read.
const namespaceIndexes = new WeakMap<MeshBuilder, { readonly size: number; readonly byName: ReadonlyMap<string, Namespace> }>()

function namespaceOf(into: MeshBuilder, name: string): Namespace | undefined {
  let index = namespaceIndexes.get(into)
  if (index === undefined || index.size !== into.namespaces.length) {
    index = { size: into.namespaces.length, byName: new Map(into.namespaces.map((namespace) => [namespace.name, namespace])) }
    namespaceIndexes.set(into, index)
  }
  return index.byName.get(name)
}
