import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { compareText, objectText, type Place } from '../../../src/diagnostics/place.ts'
import { canonical } from '../../../src/model/canonical.ts'
import type { Change } from '../../../src/model/change.ts'
import { hasIdentity } from '../../../src/model/data-plane.ts'
import { atLeast, type EmitOptions } from '../../../src/model/dialect.ts'
import type { EgressVisibility } from '../../../src/model/egress.ts'
import type { EndpointPolicy } from '../../../src/model/endpoint-policy.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Json } from '../../../src/model/object.ts'
import { mayBe, mayBeIn } from '../../../src/model/unread.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { mayGoAround } from '../../../src/resolve/attach/around-sidecar.ts'
import type { Facts } from '../authorization/facts.ts'
import { policyObject } from '../authorization/written.ts'
import { mayLeave } from '../enrolment/leaving.ts'
import type { Standing } from '../enrolment/standing.ts'
import { changedByCarrier } from '../refusals/changed-on-the-way.ts'
import { egressEntries } from './entries.ts'
import { type KnownDestinations, knownDestinations } from './known-destinations.ts'
import { routesBeforePods } from './routes-before-pods.ts'
import { type ClosedScope, closedScopes, opensInPlaintext, type ScopesOfNamespace } from './sidecar-scopes.ts'

/** What becomes of REGISTRY_ONLY: policies for what leaves the pods of a namespace, and the Sidecars that they replace. */
export interface EgressResult {
  readonly changes: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  readonly replaced: readonly EgressVisibility[]
  /** What sidecars go on keeping to the registry, where no policy does. */
  readonly standing: readonly Standing[]
}

export const egressPolicyName = 'registry-only'

/**
 * The pods of a namespace that one Sidecar keeps to hosts of the registry get one policy for what leaves them. For a namespace all of them are written or none;
 * what they leave out is said.
 */
export function translateEgress(facts: Facts, options: EmitOptions): EgressResult {
  const { mesh, meshed } = facts
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  const replaced: EgressVisibility[] = []
  const standing: Standing[] = []
  // Pods that would leave their sidecar lose what it enforces, whatever is known of their namespace.
  const leaving = new Set(mesh.workloads.filter((pods) => mayLeave(pods, mesh)).map((pods) => pods.namespace))
  for (const namespace of [...new Set([...meshed, ...leaving, ...mesh.egress.map((one) => one.namespace)])].sort(compareText)) {
    if (namespace === mesh.settings.rootNamespace && !meshed.includes(namespace) && !leaving.has(namespace)) continue
    const scopes = closedScopes(mesh, namespace)
    const place = placeOf(facts, namespace)
    if (scopes.length === 0 || place === undefined) continue
    const reasons =
      typeof scopes === 'string'
        ? [scopes]
        : isWritten(facts, namespace, scopes)
          ? undefined
          : problemsOf(facts, options, namespace, scopes)
    if (reasons === undefined) continue
    if (typeof scopes === 'string' || reasons.length > 0) {
      diagnostics.push(...reasons.map((reason) => diagnose(catalogue.ciliumEgressStays, place, { namespace, reason })))
      standing.push(standingIn(namespace, scopes, place))
      continue
    }
    const own = scopes.map((scope) => ({ scope, sidecar: scope.sidecar?.namespace === namespace ? scope.sidecar : undefined }))
    for (const { scope, sidecar } of own) {
      const known = knownDestinations(mesh, namespace, scope.labels)
      changes.push(policyFor(facts, namespace, scope, known))
      diagnostics.push(
        diagnose(catalogue.ciliumEgressWritten, sidecar?.place.field('spec') ?? place, {
          namespace,
          labels: scope.labels,
          hosts: [...new Set(known.hosts.flatMap(({ hosts }) => hosts))].sort(compareText),
        }),
        ...known.leftOut,
      )
      // The Sidecar of the root namespace holds for other namespaces, and for pods that the input does not have.
      if (sidecar === undefined || sidecar.namespace === mesh.settings.rootNamespace) continue
      replaced.push(sidecar)
      const { object } = sidecar.place
      changes.push({ kind: 'remove', target: object, causes: [sidecar.place], why: `CiliumNetworkPolicy ${nameOf(scope)} replaces it.` })
    }
  }
  return { changes, diagnostics, replaced, standing }
}

/** The setting may be that of the mesh, so that no Sidecar holds the pods. */
function standingIn(namespace: string, scopes: ScopesOfNamespace, place: Place): Standing {
  const isClosed = (pod: Workload): boolean => typeof scopes === 'string' || scopes.some(({ has }) => has(pod))
  return {
    what: 'REGISTRY_ONLY',
    place,
    holds: (pod) => pod.namespace === namespace && isClosed(pod),
    holdsIn: (name) => name === namespace,
  }
}

function policyFor({ mesh }: Facts, namespace: string, scope: ClosedScope, { pods, hosts }: KnownDestinations): Change {
  const { sidecar, labels, endpointSelector } = scope
  const reachesApiServer = sidecar?.hosts === undefined || sidecar.hosts.some(({ host }) => host === '*/*' || host === 'default/*')
  const egress = egressEntries(pods, hosts, { rootNamespace: mesh.settings.rootNamespace, reachesApiServer })
  const cause = [
    sidecar?.namespace === namespace ? sidecar.place : undefined,
    mesh.namespaces.find(({ name }) => name === namespace)?.place,
    sidecar?.place,
    mesh.settings.places.outboundPolicy,
  ]
  const whose = Object.entries(labels).map(([key, value]) => ` with ${key}=${value}`)
  return {
    kind: 'add',
    object: policyObject(nameOf(scope), { namespace, endpointSelector }, { egress }),
    causes: cause.flatMap((one) => one ?? []).slice(0, 1),
    why: `Lets the pods of ${namespace}${whose.join(' and')} out to what their sidecars knew (REGISTRY_ONLY); UDP, SCTP and ping stay open as sidecars leave them.`,
  }
}

/** Two Sidecars of a namespace have two names, and the general one has none in its policy. */
function nameOf({ sidecar, labels }: ClosedScope): string {
  return sidecar === undefined || Object.keys(labels).length === 0 ? egressPolicyName : `${egressPolicyName}-${sidecar.name}`
}

/** Where REGISTRY_ONLY stands. */
function placeOf({ mesh }: Facts, namespace: string): Place | undefined {
  const inOrder = mesh.egress.filter((one) => one.namespace === namespace || one.namespace === mesh.settings.rootNamespace)
  const own = inOrder.filter((one) => one.namespace === namespace)
  const asking = [...own, ...inOrder].find((one) => one.outboundPolicy?.mode === 'registry-only')
  const setting = asking?.outboundPolicy?.place ?? mesh.settings.places.outboundPolicy
  return (
    setting ??
    [...mesh.namespaces, ...mesh.workloads.map((pod) => ({ ...pod, name: pod.namespace }))].find(({ name }) => name === namespace)?.place
  )
}

/** Whether an earlier conversion has written the policies. They may have got entries for what it left out, but are for the same pods. */
function isWritten({ mesh }: Facts, namespace: string, scopes: readonly ClosedScope[]): boolean {
  return scopes.every((scope) => namesakes(mesh, namespace, scope).some((policy) => policy.egress.defaultDeny && isFor(scope, policy)))
}

function namesakes({ endpointPolicies }: Mesh, namespace: string, scope: ClosedScope): readonly EndpointPolicy[] {
  return endpointPolicies.filter((policy) => policy.name === nameOf(scope) && policy.namespace === namespace)
}

function isFor({ endpointSelector }: ClosedScope, { written }: EndpointPolicy): boolean {
  const spec = JSON.parse(written) as { readonly endpointSelector?: Json }
  return spec.endpointSelector !== undefined && canonical(spec.endpointSelector) === canonical(endpointSelector)
}

/** Why the pods of a namespace stay with what their sidecars enforce. */
function problemsOf(
  { mesh, meshed }: Facts,
  { assume, versions }: EmitOptions,
  namespace: string,
  scopes: readonly ClosedScope[],
): string[] {
  const reasons: string[] = []
  if (!assume.includes('sidecars-removed'))
    reasons.push(
      'sidecars have connections of their own that the policy would close, such as to tracing; --assume sidecars-removed says that they go',
    )
  if (!atLeast(versions.cilium, '1.20')) reasons.push('what releases of Cilium before 1.20 make of names with wildcards was not measured')
  if (!meshed.includes(namespace)) reasons.push('it is not known that the pods of the namespace have sidecars')
  const next = opensInPlaintext(mesh, namespace, scopes)
  if (next !== undefined)
    reasons.push(
      `sidecars that stay would follow \`${objectText(next.place.object)}\`, which sends to hosts that it does not list without an identity`,
    )
  const listening = scopes.flatMap(({ sidecar }) => sidecar ?? []).find(hasListeners)
  if (listening !== undefined) reasons.push(`\`${objectText(listening.place.object)}\` has listeners of its own`)
  const barred = routesBeforePods(mesh, namespace, scopes)
  if (barred !== undefined) reasons.push(barred)
  const beside = [
    ...mesh.endpointPolicies.filter((policy) => [namespace, ''].includes(policy.namespace) && policy.egress.allow.length > 0),
    ...mesh.networkPolicies.filter((policy) => policy.namespace === namespace && policy.directions.includes('egress')),
  ][0]
  const namesake = scopes.flatMap((scope) => namesakes(mesh, namespace, scope))[0]
  if (namesake !== undefined) reasons.push(`\`${objectText(namesake.place.object)}\` has the name of the policy that would be written`)
  if (beside !== undefined) reasons.push(`Cilium would add what \`${objectText(beside.place.object)}\` lets out`)
  const closed = mesh.workloads.filter((pod) => pod.namespace === namespace && scopes.some(({ has }) => has(pod)))
  const pods = closed.filter((pod) => pod.address === undefined && !pod.hostNetwork)
  const named = (what: string, pod: (typeof pods)[number] | undefined): void => {
    if (pod !== undefined) reasons.push(`${pod.kind} \`${pod.namespace}/${pod.name}\` ${what}`)
  }
  named(
    'is a gateway, for which a Sidecar does not hold',
    pods.find(({ gateway }) => gateway),
  )
  named(
    'has no sidecar',
    pods.find(({ gateway, dataPlane }) => !gateway && hasIdentity(dataPlane) !== 'yes'),
  )
  named(
    'is outside of Kubernetes, and keeps its sidecar',
    closed.find(({ address }) => address !== undefined),
  )
  named('sends some connections past its sidecar', pods.find(mayGoAround))
  const unread = mesh.unread.find(
    ({ reach }) => mayBe(reach, 'Sidecar') && (mayBeIn(reach, namespace) || mayBeIn(reach, mesh.settings.rootNamespace)),
  )
  if (unread !== undefined && !assume.includes('unread-reviewed')) reasons.push(`\`${unread.what}\` was not read and may be a Sidecar`)
  const changed = scopes.map((scope) => changedByCarrier({ kind: 'CiliumNetworkPolicy', namespace, name: nameOf(scope) }, mesh, { assume }))
  reasons.push(...changed.flatMap((one) => (one === undefined ? [] : `of ${one.what}`)))
  return reasons
}

function hasListeners({ listeners, boundEgress, egressProxy }: EgressVisibility): boolean {
  return listeners.length + boundEgress.length > 0 || egressProxy !== undefined
}
