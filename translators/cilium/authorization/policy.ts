import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import { type AuthorizationPolicy, type AuthorizationRule, rulePredicate } from '../../../src/model/authorization.ts'
import { type DataPlane, hasIdentity, isCapturedByZtunnel } from '../../../src/model/data-plane.ts'
import { atLeast, type EmitOptions } from '../../../src/model/dialect.ts'
import { atomsOf, needsHttp } from '../../../src/model/predicate.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { pathModeOf } from '../http/paths.ts'
import { isRequestAtom } from '../http/request-atom.ts'
import { isEveryRequest } from '../http/requests.ts'
import { filteredLabel } from '../identity-labels.ts'
import { anonymousClientProblems } from './anonymous-clients.ts'
import type { Box } from './box.ts'
import type { Facts } from './facts.ts'
import { governedMachines } from './governed-machines.ts'
import { httpPortsOf } from './http-ports.ts'
import { injectedLabel } from './injected-label.ts'
import { everyPort, intersectPorts, type PortSet } from './port-set.ts'
import { merged, reachOf } from './reach.ts'
import { unmeshedSubjects } from './unmeshed-subjects.ts'
import { deniesUnreadConnections } from './unread-connections.ts'
import { whereHttpIsRead } from './where-http-is-read.ts'

/** What one policy says, or the errors that say why it is not translated. */
export interface PolicyResult {
  /** What it allows or denies. */
  readonly boxes: readonly Box[]
  readonly diagnostics: readonly Diagnostic[]
  readonly refused: boolean
}

/** Reads one allow or deny policy as Cilium would have to say it, as a whole or not at all. */
export function translatePolicy(policy: AuthorizationPolicy, facts: Facts, options: EmitOptions): PolicyResult {
  const { mesh } = facts
  const diagnostics: Diagnostic[] = [...attachmentProblems(policy, facts), ...governedMachines(policy, mesh)]
  const allows = policy.effect === 'allow'
  if (!allows && !atLeast(options.versions.cilium, '1.16'))
    diagnostics.push(diagnose(catalogue.ciliumTooOldForDeny, policy.place.field('spec'), {}))
  const asked = policy.rules.flatMap((rule) => [...atomsOf(rulePredicate(rule))]).find(isRequestAtom)
  const http = asked === undefined ? everywhere : httpPortsOf(policy, mesh)
  if (asked !== undefined && !options.assume.includes('sidecars-removed'))
    diagnostics.push(diagnose(catalogue.ciliumSidecarsEncrypt, asked.place, {}))
  if (asked !== undefined && typeof http === 'string')
    diagnostics.push(diagnose(catalogue.ciliumHttpPortsUnknown, asked.place, { reason: http }))
  const { named, possible } = typeof http === 'string' ? everywhere : http
  const paths = pathModeOf(mesh, options)
  const anonymous = facts.mtlsOffForAll(policy.attachment)
  const boxes = merged(
    policy.rules.flatMap((rule): readonly Box[] => {
      const context = { facts, diagnostics, place: rule.place, httpPorts: possible, paths, anonymous }
      const reached = reachOf(rulePredicate(rule), allows ? 'down' : 'up', context)
      if (!allows && deniesUnreadConnections(rule, reached, context, named))
        diagnostics.push(diagnose(catalogue.ciliumNoRequest, rule.place, {}))
      if (!allows) return reached
      const read = asksForRequests(rule) ? reached.flatMap((box) => whereHttpIsRead(box, { named, possible })) : reached
      return namesPorts(rule) ? read : read.map((box) => atNamedPorts(box, named))
    }),
  )
  if (!anonymous) diagnostics.push(...identityProblems(policy, facts), ...anonymousClientProblems(policy, mesh))
  diagnostics.push(...unmeshedSubjects(policy, facts))
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) return { boxes: [], diagnostics: [...errors, ...wholePolicy(policy, errors)], refused: true }
  return { boxes, diagnostics, refused: false }
}

const everywhere = { named: everyPort, possible: everyPort }

function asksForRequests(rule: AuthorizationRule): boolean {
  return [...atomsOf(rulePredicate(rule))].some(needsHttp)
}

function namesPorts(rule: AuthorizationRule): boolean {
  return [...atomsOf(rulePredicate(rule))].some(({ kind }) => kind === 'destination-port')
}

/** Requests at ports that nothing names are not let in, so that not every connection has to be read as HTTP. */
function atNamedPorts(box: Box, named: PortSet): Box {
  return isEveryRequest(box.requests) ? box : { ...box, ports: intersectPorts(box.ports, named) }
}

/** A policy with a part that is refused stays as a whole; unless that is plain already, each of its other fields is reported so. */
export function wholePolicy({ place }: AuthorizationPolicy, errors: readonly Diagnostic[]): Diagnostic[] {
  const spec = place.field('spec')
  const isSaid = errors.some((error) => error.place?.path.length === spec.path.length)
  return isSaid ? [] : [diagnose(catalogue.ciliumPolicyStays, spec, {})]
}

function attachmentProblems(policy: AuthorizationPolicy, facts: Facts): Diagnostic[] {
  const { attachment, place } = policy
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
  const among = ambientAmong(policy, facts)
  if (among !== undefined)
    return [diagnose(catalogue.ciliumAmbientPodsAmong, place.field('spec'), { workload: objectText(among.place.object) })]
  if (attachment.scope === 'mesh' || attachment.namespace === undefined) return meshWideProblems(place, facts)
  const { namespace } = attachment
  const known = facts.mesh.namespaces.find(({ name }) => name === namespace)
  const finding = known === undefined ? undefined : findingOn[known.dataPlane]
  return finding === undefined ? [] : [diagnose(finding, place.field('spec'), { namespace })]
}

/**
 * Pods in ambient mode among those of a policy that asks for more than who calls, in a namespace that is not: ztunnel takes no conditions on requests, for which an ALLOW rule lets
 * nothing in (istio:pilot/pkg/serviceregistry/ambient/authorization.go handleRule), and Cilium sees port 15008 there.
 */
function ambientAmong({ attachment, rules }: AuthorizationPolicy, { mesh }: Facts): Workload | undefined {
  if (!rules.some((rule) => asksForRequests(rule) || namesPorts(rule))) return undefined
  return mesh.workloads.find((pod) => isCapturedByZtunnel(pod.dataPlane) && !pod.gateway && attachedTo(attachment, pod, mesh.settings))
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
  const { mesh, governed, unshown } = facts
  const spec = place.field('spec')
  const unclear = facts.unclear.filter((name) => !unshown.includes(name))
  if (unclear.length > 0) return [diagnose(catalogue.ciliumMeshUnknown, spec, { namespaces: unclear })]
  const outside = mesh.workloads.find(
    ({ namespace, gateway, dataPlane }) => !governed.includes(namespace) && (gateway || hasIdentity(dataPlane) === 'yes'),
  )
  if (outside !== undefined)
    return [diagnose(catalogue.ciliumMeshOutside, spec, { workload: `${outside.kind} ${outside.namespace}/${outside.name}` })]
  if (governed.length === 0) return [diagnose(catalogue.ciliumMeshUnknown, spec, { namespaces: [] })]
  return [
    diagnose(catalogue.ciliumMeshLimited, spec, { namespaces: governed }),
    ...(unshown.length > 0 ? [diagnose(catalogue.ciliumMeshUnshown, spec, { namespaces: unshown })] : []),
  ]
}

/** Where PeerAuthentication switches mutual TLS off for some pods or ports, no client has an identity today; in Cilium pods always have one. */
function identityProblems(policy: AuthorizationPolicy, facts: Facts): Diagnostic[] {
  const identity = policy.rules.flatMap((rule) => [...atomsOf(rulePredicate(rule))]).find(({ kind }) => kind === 'identity')
  if (identity === undefined) return []
  return facts
    .mtlsOff(policy.attachment)
    .map((place) =>
      diagnose(catalogue.ciliumNoMtls, identity.place, {}, { related: [{ place, message: 'mutual TLS is switched off here' }] }),
    )
}
