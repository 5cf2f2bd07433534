import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { PeerAuthentication } from '../../../src/model/authentication.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { Change } from '../../../src/model/change.ts'
import { hasIdentity, isCapturedByZtunnel } from '../../../src/model/data-plane.ts'
import { atLeast, type EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { isForGateways } from '../../../src/resolve/gateway-pods.ts'
import { anonymousClients } from '../authorization/anonymous-clients.ts'
import { denyEntries } from '../authorization/entries.ts'
import type { Facts } from '../authorization/facts.ts'
import { governedMachines } from '../authorization/governed-machines.ts'
import { complementIdentities, type IdentitySet } from '../authorization/identity-set.ts'
import { injectedLabel } from '../authorization/injected-label.ts'
import { attachmentsMayOverlap } from '../authorization/overlap.ts'
import { regionsOf, subjectOfRegion } from '../authorization/regions.ts'
import type { Subject } from '../authorization/subject.ts'
import { closedUncapturedPorts } from '../authorization/uncaptured-ports.ts'
import { unmeshedSubjects } from '../authorization/unmeshed-subjects.ts'
import { freeName, nameInUse, policyObject } from '../authorization/written.ts'
import { filteredLabel } from '../identity-labels.ts'
import type { PolicyObstacle } from '../refusals/obstacles.ts'
import { meshClients } from './mesh-clients.ts'
import { mayRoutePods } from './routes-of-clients.ts'
import { strictPorts } from './strict-ports.ts'

/** What becomes of strict mutual TLS: denials that replace it, or what it holds back. */
export interface StrictResult {
  /** The denials that stand for it. */
  readonly added: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  readonly obstacles: readonly PolicyObstacle[]
  /** The PeerAuthentications that they replace. */
  readonly replaced: readonly PeerAuthentication[]
}

/**
 * Denies clients without a certificate of the mesh what STRICT denies them, as far as labels tell them apart: `ingressDeny` takes away from
 * whatever other policies allow. All PeerAuthentications that ask for it are replaced, or none, because what holds for a pod is inherited.
 */
export function translateStrict(
  facts: Facts,
  options: EmitOptions,
  obstacles: readonly PolicyObstacle[],
  /** Routes that sidecars of clients follow and Cilium does not get. */
  routes: readonly RouteTable[],
): StrictResult {
  const { mesh } = facts
  const all = mesh.peerAuthentication.filter(({ attachment }) => attachment.scope !== 'targets')
  const strict = all.filter((policy) => valuesOf(policy).length > 0)
  if (strict.length === 0) return { added: [], diagnostics: [], obstacles: [], replaced: [] }
  const clients = meshClients(facts)
  const problems = strict.flatMap((policy) => problemsOf(policy, facts, options, { obstacles, routes }))
  const [first] = strict
  if ('stranger' in clients && first !== undefined)
    problems.push(diagnose(catalogue.ciliumUnmeshedPods, valuesOf(first)[0] ?? first.place, { what: '*', stranger: clients.stranger }))
  if ('stranger' in clients || problems.length > 0)
    return {
      added: [],
      diagnostics: [
        ...strict.flatMap((policy) => valuesOf(policy).map((place) => diagnose(catalogue.ciliumStrictMtls, place, {}))),
        ...problems,
      ],
      obstacles: strict.map(({ attachment, place }) => ({ attachment, what: objectText(place.object), place })),
      replaced: [],
    }
  return written(strict, all, clients, facts)
}

/** The values that say STRICT. */
function valuesOf({ mode, modePlace, place, ports }: PeerAuthentication): readonly Place[] {
  return [...(mode === 'strict' ? [modePlace ?? place] : []), ...ports.filter((port) => port.mode === 'strict').map((port) => port.place)]
}

function problemsOf(
  policy: PeerAuthentication,
  facts: Facts,
  { versions }: EmitOptions,
  { obstacles, routes }: { readonly obstacles: readonly PolicyObstacle[]; readonly routes: readonly RouteTable[] },
): Diagnostic[] {
  const { attachment, place } = policy
  const spec = place.field('spec')
  if (!atLeast(versions.cilium, '1.16')) return [diagnose(catalogue.ciliumTooOldForDeny, spec, {})]
  if (facts.meshed.length === 0) return [diagnose(catalogue.ciliumMeshUnknown, spec, { namespaces: [] })]
  if (attachment.scope === 'workloads') {
    const at = (label: string): Place => attachment.place.field('matchLabels').field(label)
    const filtered = filteredLabel(attachment.labels)
    if (filtered !== undefined) return [diagnose(catalogue.ciliumFilteredLabel, at(filtered), { label: filtered })]
    const injected = injectedLabel(attachment, facts.mesh)
    if (injected !== undefined) return [diagnose(catalogue.ciliumInjectedLabel, at(injected), { label: injected })]
  }
  const own = 'namespace' in attachment ? facts.mesh.namespaces.find(({ name }) => name === attachment.namespace) : undefined
  if (own !== undefined && isCapturedByZtunnel(own.dataPlane)) return [diagnose(catalogue.ciliumAmbientPods, spec, { namespace: own.name })]
  if (attachment.scope === 'mesh' && facts.unclear.length > 0)
    return [diagnose(catalogue.ciliumMeshUnknown, spec, { namespaces: facts.unclear })]
  const outside = attachment.scope === 'mesh' ? sidecarElsewhere(facts) : undefined
  if (outside !== undefined) return [diagnose(catalogue.ciliumMeshOutside, spec, { workload: outside })]
  const machines = governedMachines(policy, facts.mesh)
  if (machines.length > 0) return machines
  const route = routes.find((table) => mayRoutePods(table, attachment, facts.mesh))
  if (route !== undefined) {
    const beside = [{ place: route.place, message: 'sidecars of clients follow its routes' }]
    return [diagnose(catalogue.ciliumHeldBack, spec, { other: objectText(route.place.object) }, { related: beside })]
  }
  // It may have clients call in plaintext, which STRICT refuses, or be a DENY policy, for whose pods STRICT has clients show who they are.
  const unread = obstacles.find((other) => other.unread === true && attachmentsMayOverlap(other.attachment, attachment))
  if (unread !== undefined) return [diagnose(catalogue.ciliumHeldBack, spec, { other: unread.what }, relatedTo(unread))]
  // What gateways take from clients, STRICT does not decide about, whatever reaches them through nodes.
  const through = obstacles.find(
    (other) =>
      other.through !== undefined && !isForGateways(other.attachment, facts.mesh) && attachmentsMayOverlap(other.attachment, attachment),
  )
  // What reaches the pods in plaintext today is refused by STRICT, and has the labels of the mesh.
  if (through === undefined) return anonymousClients(facts.mesh, attachment, () => true, valuesOf(policy)[0] ?? spec)
  return [diagnose(catalogue.ciliumThroughNodes, spec, { service: through.what }, relatedTo(through))]
}

function relatedTo({ place }: PolicyObstacle) {
  return place === undefined ? {} : { related: [{ place, message: 'it selects some of the same pods' }] }
}

/** A pod with a sidecar in a namespace without, which a denial for the namespaces of the mesh would leave open. */
function sidecarElsewhere({ mesh, meshed }: Facts): string | undefined {
  const pod = mesh.workloads.find(
    ({ namespace, gateway, address, dataPlane }) =>
      !gateway && address === undefined && !meshed.includes(namespace) && hasIdentity(dataPlane) === 'yes',
  )
  return pod === undefined ? undefined : `${pod.kind} ${pod.namespace}/${pod.name}`
}

/** Gateways among the pods: what they take from clients, STRICT does not decide about. */
function closedGateways({ attachment, place }: PeerAuthentication, { mesh, meshed }: Facts): Diagnostic[] {
  return mesh.workloads
    .filter(
      (pod) => pod.gateway && (attachment.scope !== 'mesh' || meshed.includes(pod.namespace)) && attachedTo(attachment, pod, mesh.settings),
    )
    .map((pod) => diagnose(catalogue.ciliumClosesGateway, place.field('spec'), { gateway: `${pod.kind} ${pod.namespace}/${pod.name}` }))
}

function written(
  strict: readonly PeerAuthentication[],
  all: readonly PeerAuthentication[],
  clients: IdentitySet,
  facts: Facts,
): StrictResult {
  const { mesh } = facts
  const others = mesh.endpointPolicies.filter((policy) => policy.ingress.defaultDeny)
  const names = new Set([...mesh.authorization, ...others].map(nameInUse))
  const outside = complementIdentities(clients)
  const added = regionsOf(all, facts.meshed).flatMap((region): { object: KubernetesObject; causes: readonly PeerAuthentication[] }[] => {
    const ports = strictPorts(region.policies, mesh.settings.rootNamespace)
    const causes = region.policies.filter((policy) => strict.includes(policy))
    const [first] = causes
    if (ports.length === 0 || first === undefined) return []
    const subject = subjectOfRegion(region)
    const spec = { enableDefaultDeny: { ingress: false, egress: false }, ingressDeny: denyEntries([{ clients: outside, ports }]) }
    const name = freeName(`${first.name}-mtls`, subject, names)
    return isThere(mesh, name, subject) ? [] : [{ object: policyObject(name, subject, spec), causes }]
  })
  const adds = added.map(({ object, causes }): Change => {
    const replaced = causes.map(({ place }) => objectText(place.object)).join(', ')
    const why = `Stands for the STRICT of ${replaced}: it denies clients that are not pods of the mesh. It neither encrypts nor proves who a client is.`
    return { kind: 'add', object, causes: causes.map(({ place }) => place), why }
  })
  return {
    added: adds,
    diagnostics: strict.flatMap((policy) => [
      ...valuesOf(policy).map((place) => diagnose(catalogue.ciliumStrictByLabels, place, { namespaces: facts.meshed })),
      ...closedUncapturedPorts(policy, mesh),
      ...unmeshedSubjects(policy, facts),
      ...closedGateways(policy, facts),
    ]),
    obstacles: [],
    replaced: strict,
  }
}

/** Whether an earlier conversion has written the denial: the PeerAuthentication stays as long as a policy beside it does. */
function isThere({ endpointPolicies }: Mesh, name: string, { namespace = '' }: Subject): boolean {
  return endpointPolicies.some((policy) => policy.name === name && policy.namespace === namespace && !policy.ingress.defaultDeny)
}

/**
 * Without its PeerAuthentication a sidecar takes plaintext, in which a client has no identity: where a policy stays on sidecars, STRICT stays
 * with it.
 */
export function strictChanges({ added, replaced }: StrictResult, staying: readonly AuthorizationPolicy[]): readonly Change[] {
  const stays = staying.some(({ attachment }) => replaced.some((policy) => attachmentsMayOverlap(policy.attachment, attachment)))
  if (stays) return added
  const removed = replaced.map(({ place }): Change => {
    const why = 'Policies of Cilium deny the clients that it denied.'
    return { kind: 'remove', target: place.object, causes: [place], why }
  })
  return [...added, ...removed]
}
