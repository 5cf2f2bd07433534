import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { Change } from '../../../src/model/change.ts'
import { hasIdentity } from '../../../src/model/data-plane.ts'
import { atLeast, type EmitOptions } from '../../../src/model/dialect.ts'
import type { EgressVisibility } from '../../../src/model/egress.ts'
import { mayBe, mayBeIn } from '../../../src/model/unread.ts'
import { mayGoAround } from '../../../src/resolve/attach/around-sidecar.ts'
import type { Facts } from '../authorization/facts.ts'
import { policyObject } from '../authorization/written.ts'
import { egressEntries } from './entries.ts'
import { knownDestinations } from './known-destinations.ts'

/** What becomes of REGISTRY_ONLY: policies for what leaves the pods of a namespace, and the Sidecars that they replace. */
export interface EgressResult {
  readonly changes: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  readonly replaced: readonly EgressVisibility[]
}

export const egressPolicyName = 'registry-only'

/**
 * A namespace whose sidecars send nothing to hosts that they do not know gets one policy for what leaves its pods. It is written as a whole or
 * not at all; what it leaves out is said.
 */
export function translateEgress(facts: Facts, options: EmitOptions): EgressResult {
  const { mesh, meshed } = facts
  const root = mesh.egress.find(({ namespace, labels }) => namespace === mesh.settings.rootNamespace && labels === undefined)
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  const replaced: EgressVisibility[] = []
  for (const namespace of [...new Set([...meshed, ...mesh.egress.map((one) => one.namespace)])].sort()) {
    const own = mesh.egress.filter((one) => one.namespace === namespace)
    if (namespace === mesh.settings.rootNamespace && !meshed.includes(namespace)) continue
    const general = own.find(({ labels }) => labels === undefined)
    const scope = general ?? root
    const modes = [scope, ...own].map((one) => one?.outboundPolicy?.mode ?? mesh.settings.outboundPolicy)
    if (!modes.includes('registry-only')) continue
    const place = placeOf(facts, [scope, ...own])
    if (place === undefined || isWritten(facts, namespace)) continue
    const reasons = problemsOf(facts, options, namespace, scope)
    if (reasons.length > 0) {
      diagnostics.push(...reasons.map((reason) => diagnose(catalogue.ciliumEgressStays, place, { namespace, reason })))
      continue
    }
    const { pods, hosts, leftOut } = knownDestinations(mesh, namespace)
    const reachesApiServer = scope?.hosts === undefined || scope.hosts.some(({ host }) => host === '*/*' || host === 'default/*')
    const egress = egressEntries(pods, hosts, { rootNamespace: mesh.settings.rootNamespace, reachesApiServer })
    const object = policyObject(egressPolicyName, { namespace, endpointSelector: {} }, { egress })
    const cause = general?.place ?? mesh.namespaces.find(({ name }) => name === namespace)?.place ?? place
    const why = `Lets the pods of ${namespace} out to what their sidecars knew (REGISTRY_ONLY); UDP, SCTP and ping stay open as sidecars leave them.`
    changes.push({ kind: 'add', object, causes: [cause], why })
    diagnostics.push(diagnose(catalogue.ciliumEgressWritten, general?.place.field('spec') ?? place, { namespace }), ...leftOut)
    // The Sidecar of the root namespace holds for other namespaces, and for pods that the input does not have.
    if (general !== undefined && general !== root) {
      replaced.push(general)
      changes.push({
        kind: 'remove',
        target: general.place.object,
        causes: [general.place],
        why: `CiliumNetworkPolicy ${egressPolicyName} replaces it.`,
      })
    }
  }
  return { changes, diagnostics, replaced }
}

/** Where REGISTRY_ONLY stands. */
function placeOf({ mesh }: Facts, sidecars: readonly (EgressVisibility | undefined)[]): Place | undefined {
  const asking = sidecars.find((one) => one?.outboundPolicy?.mode === 'registry-only')
  return asking?.outboundPolicy?.place ?? mesh.settings.places.outboundPolicy
}

/** Whether an earlier conversion has written the policy. */
function isWritten({ mesh }: Facts, namespace: string): boolean {
  return mesh.endpointPolicies.some(
    (policy) => policy.name === egressPolicyName && policy.namespace === namespace && policy.egress.defaultDeny,
  )
}

/** Why the pods of a namespace stay with what their sidecars enforce. */
function problemsOf(
  { mesh, meshed }: Facts,
  { assume, versions }: EmitOptions,
  namespace: string,
  scope: EgressVisibility | undefined,
): string[] {
  const reasons: string[] = []
  if (!assume.includes('sidecars-removed'))
    reasons.push(
      'sidecars have connections of their own that the policy would close, such as to tracing; --assume sidecars-removed says that they go',
    )
  if (!atLeast(versions.cilium, '1.20')) reasons.push('what releases of Cilium before 1.20 make of names with wildcards was not measured')
  if (!meshed.includes(namespace)) reasons.push('it is not known that the pods of the namespace have sidecars')
  const selecting = mesh.egress.find((one) => one.namespace === namespace && one.labels !== undefined)
  if (selecting !== undefined) reasons.push(`\`${objectText(selecting.place.object)}\` is for some of the pods`)
  if (scope !== undefined && [...scope.listeners, ...scope.boundEgress, ...[scope.egressProxy ?? []].flat()].length > 0)
    reasons.push(`\`${objectText(scope.place.object)}\` has listeners of its own`)
  const beside = [
    ...mesh.endpointPolicies.filter((policy) => [namespace, ''].includes(policy.namespace) && policy.egress.allow.length > 0),
    ...mesh.networkPolicies.filter((policy) => policy.namespace === namespace && policy.directions.includes('egress')),
  ][0]
  if (beside !== undefined) reasons.push(`Cilium would add what \`${objectText(beside.place.object)}\` lets out`)
  const pods = mesh.workloads.filter((pod) => pod.namespace === namespace && pod.address === undefined && !pod.hostNetwork)
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
  named('sends some connections past its sidecar', pods.find(mayGoAround))
  const unread = mesh.unread.find(
    ({ reach }) => mayBe(reach, 'Sidecar') && (mayBeIn(reach, namespace) || mayBeIn(reach, mesh.settings.rootNamespace)),
  )
  if (unread !== undefined && !assume.includes('unread-reviewed')) reasons.push(`\`${unread.what}\` was not read and may be a Sidecar`)
  return reasons
}
