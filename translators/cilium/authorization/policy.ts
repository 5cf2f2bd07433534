import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { type AuthorizationPolicy, rulePredicate } from '../../../src/model/authorization.ts'
import { type DataPlane, hasIdentity } from '../../../src/model/data-plane.ts'
import { atLeast, type TargetVersions } from '../../../src/model/dialect.ts'
import { managedBy } from '../../../src/model/managed-by.ts'
import type { Json, KubernetesObject } from '../../../src/model/object.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { filteredLabel } from '../identity-labels.ts'
import { anonymousClientProblems } from './anonymous-clients.ts'
import type { Box } from './box.ts'
import { allowEntries, denyEntries } from './entries.ts'
import type { Facts } from './facts.ts'
import { injectedLabel } from './injected-label.ts'
import { merged, reachOf } from './reach.ts'
import { subjectOf } from './subject.ts'
import { closedUncapturedPorts } from './uncaptured-ports.ts'

/** What became of one policy: the object that replaces it, or the errors that say why there is none. */
export interface PolicyResult {
  /** Absent when it is refused, or when a denial can never match so that nothing has to be written. */
  readonly object?: KubernetesObject
  readonly diagnostics: readonly Diagnostic[]
  readonly refused: boolean
}

/** Translates one allow or deny policy, as a whole or not at all. */
export function translatePolicy(policy: AuthorizationPolicy, facts: Facts, versions: TargetVersions): PolicyResult {
  const diagnostics: Diagnostic[] = attachmentProblems(policy, facts)
  const allows = policy.effect === 'allow'
  if (!allows && !atLeast(versions.cilium, '1.16'))
    diagnostics.push(diagnose(catalogue.ciliumTooOldForDeny, policy.place.field('spec'), {}))
  const boxes = merged(
    policy.rules.flatMap((rule): readonly Box[] =>
      reachOf(rulePredicate(rule), allows ? 'down' : 'up', { facts, diagnostics, place: rule.place }),
    ),
  )
  diagnostics.push(...identityProblems(policy, facts), ...anonymousClientProblems(policy, facts.mesh), ...unmeshedSubjects(policy, facts))
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) return { diagnostics: [...errors, ...wholePolicy(policy, errors)], refused: true }
  if (policy.attachment.scope === 'targets' || (!allows && boxes.length === 0)) return { diagnostics, refused: false }
  if (allows) diagnostics.push(...closedUncapturedPorts(policy, facts.mesh))
  const { namespace, endpointSelector } = subjectOf(policy.attachment, facts)
  const spec: Json = allows
    ? { endpointSelector, ingress: allowEntries(boxes) }
    : { endpointSelector, enableDefaultDeny: { ingress: false, egress: false }, ingressDeny: denyEntries(boxes) }
  const object: KubernetesObject = {
    apiVersion: 'cilium.io/v2',
    kind: namespace === undefined ? 'CiliumClusterwideNetworkPolicy' : 'CiliumNetworkPolicy',
    metadata: {
      name: policy.name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: managedBy,
    },
    spec,
  }
  return { object, diagnostics, refused: false }
}

/** A policy with a part that is refused stays as a whole; unless that is plain already, each of its other fields is told so. */
function wholePolicy({ place }: AuthorizationPolicy, errors: readonly Diagnostic[]): Diagnostic[] {
  const spec = place.field('spec')
  const isSaid = errors.some((error) => error.place?.path.length === spec.path.length)
  return isSaid ? [] : [diagnose(catalogue.ciliumPolicyStays, spec, {})]
}

function attachmentProblems({ attachment, place }: AuthorizationPolicy, facts: Facts): Diagnostic[] {
  if (attachment.scope === 'targets') {
    const [target] = attachment.targets
    return [diagnose(catalogue.ciliumTargetRefs, target?.place ?? place.field('spec'), { target: `${target?.kind} ${target?.name}` })]
  }
  if (attachment.scope === 'workloads') {
    const impossible = Object.entries(attachment.labels).find(([, value]) => !/^(([A-Za-z0-9][-\w.]{0,61})?[A-Za-z0-9])?$/.test(value))
    if (impossible !== undefined) {
      const [label, value] = impossible
      return [diagnose(catalogue.ciliumLabelValue, attachment.place.field('matchLabels').field(label), { label, value })]
    }
    const label = filteredLabel(attachment.labels)
    if (label !== undefined) return [diagnose(catalogue.ciliumFilteredLabel, attachment.place.field('matchLabels').field(label), { label })]
    const given = injectedLabel(attachment, facts.mesh)
    if (given !== undefined)
      return [diagnose(catalogue.ciliumInjectedLabel, attachment.place.field('matchLabels').field(given), { label: given })]
  }
  if (attachment.scope === 'mesh' || attachment.namespace === undefined) return meshWideProblems(place, facts)
  const { namespace } = attachment
  const known = facts.mesh.namespaces.find(({ name }) => name === namespace)
  const finding = known === undefined ? undefined : findingOn[known.dataPlane]
  return finding === undefined ? [] : [diagnose(finding, place.field('spec'), { namespace })]
}

/** What keeps policies for the pods of a data plane from Cilium. */
const findingOn: Readonly<Record<DataPlane, typeof catalogue.ciliumAmbientPods | undefined>> = {
  sidecar: undefined,
  ambient: catalogue.ciliumAmbientPods,
  none: undefined,
  unknown: undefined,
}

/** A policy for the whole mesh needs to know what the whole mesh is. */
function meshWideProblems(place: AuthorizationPolicy['place'], facts: Facts): Diagnostic[] {
  const { mesh, meshed } = facts
  const spec = place.field('spec')
  if (facts.unclear.length > 0) return [diagnose(catalogue.ciliumMeshUnknown, spec, { namespaces: facts.unclear })]
  const outside = mesh.workloads.find(
    ({ namespace, gateway, dataPlane }) => !meshed.includes(namespace) && (gateway || hasIdentity(dataPlane) === 'yes'),
  )
  if (outside !== undefined)
    return [diagnose(catalogue.ciliumMeshOutside, spec, { workload: `${outside.kind} ${outside.namespace}/${outside.name}` })]
  if (meshed.length === 0) return [diagnose(catalogue.ciliumMeshUnknown, spec, { namespaces: [] })]
  return [diagnose(catalogue.ciliumMeshLimited, spec, { namespaces: meshed })]
}

/** Where PeerAuthentication switches mutual TLS off, no client has an identity today; in Cilium pods always have one. */
function identityProblems(policy: AuthorizationPolicy, facts: Facts): Diagnostic[] {
  const identity = policy.rules.flatMap((rule) => [...atomsOf(rulePredicate(rule))]).find(({ kind }) => kind === 'identity')
  if (identity === undefined) return []
  return facts
    .mtlsOff(policy.attachment)
    .map((place) =>
      diagnose(catalogue.ciliumNoMtls, identity.place, {}, { related: [{ place, message: 'mutual TLS is switched off here' }] }),
    )
}

/** Cilium enforces a policy on every pod that it selects; a pod without sidecar ignores it today. */
function unmeshedSubjects(policy: AuthorizationPolicy, { mesh }: Facts): Diagnostic[] {
  const pod = mesh.workloads.find(
    (workload) =>
      hasIdentity(workload.dataPlane) === 'no' &&
      workload.address === undefined &&
      !workload.hostNetwork &&
      policy.attachment.scope !== 'mesh' &&
      attachedTo(policy.attachment, workload, mesh.settings),
  )
  if (pod === undefined) return []
  return [diagnose(catalogue.ciliumUnmeshedSubject, policy.place.field('spec'), { workload: `${pod.kind} ${pod.namespace}/${pod.name}` })]
}
