import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import { type Attachment, type AuthorizationPolicy, rulePredicate } from '../../../src/model/authorization.ts'
import type { BackendPolicy, TrafficPolicy } from '../../../src/model/backend.ts'
import type { AddedObject } from '../../../src/model/change.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import { hostWithin } from '../../../src/resolve/hosts.ts'
import { attachmentsMayOverlap } from '../authorization/overlap.ts'
import { isRequestAtom } from '../http/request-atom.ts'

/** Whether Cilium has to read requests for a policy. */
export function asksForRequests({ rules }: AuthorizationPolicy): boolean {
  return rules.some((rule) => [...atomsOf(rulePredicate(rule))].some(isRequestAtom))
}

/**
 * What keeps sidecars from speaking plaintext to the pods of a policy if a PeerAuthentication with DISABLE selects them: another one on the same
 * level, which may be older, or a DestinationRule that says what TLS clients speak. Undefined where they would: clients go by the DISABLE of a
 * workload or a namespace unless a DestinationRule says otherwise (istio:pilot/pkg/xds/endpoints/mtls_checker.go,
 * istio:pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings).
 */
export function plaintextObstacle({ attachment, place }: AuthorizationPolicy, mesh: Mesh): Place | undefined {
  const namespace = ownNamespace(attachment)
  if (namespace === undefined || namespace === mesh.settings.rootNamespace) return place
  const beside = mesh.peerAuthentication.find(
    (other) =>
      other.namespace === namespace &&
      attachmentsMayOverlap(other.attachment, attachment) &&
      (attachment.scope === 'namespace' || other.attachment.scope === 'workloads'),
  )
  if (beside !== undefined) return beside.place
  const hosts = [
    ...mesh.services
      .filter((service) => mayGovern(attachment, service.namespace, service.selector ?? {}, service.place))
      .map(({ host }) => host),
    ...mesh.externalHosts
      .filter(({ workloadSelector, place: at, ...entry }) => mayGovern(attachment, entry.namespace, workloadSelector ?? {}, at))
      .flatMap((entry) => entry.hosts),
  ]
  const rule = mesh.backendPolicies.find(
    (policy) =>
      originatesTls(policy) &&
      hosts.some((host) => hostWithin(host, resolveHost(policy.host, policy.namespace, mesh.settings.clusterDomain))),
  )
  return rule?.place
}

/**
 * Switches mutual TLS off for the pods of a policy that is translated and about requests: a pod that keeps its sidecar, to follow a route as a
 * client, would be sent mutual TLS by other sidecars, in which Cilium reads no HTTP. All policies of such pods are Cilium's by then, so that
 * none of them asks a certificate for an identity. It has no label of what is applied first: before the policies of Cilium are accepted,
 * those of the sidecars still need identities.
 */
export function plaintextChange({ name, namespace, attachment, place }: AuthorizationPolicy, taken: readonly string[]): AddedObject {
  const free = [`${name}-plaintext`, ...taken.map((_, index) => `${name}-plaintext-${index + 2}`)].find((one) => !taken.includes(one))
  const selector = attachment.scope === 'workloads' ? { selector: { matchLabels: attachment.labels } } : {}
  return {
    kind: 'add',
    object: {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: free ?? `${name}-plaintext`, namespace },
      spec: { ...selector, mtls: { mode: 'DISABLE' } },
    },
    causes: [place],
    why: `Cilium reads the requests for ${objectText(place.object)}, also those that sidecars send. Delete it together with the last sidecar.`,
  }
}

function ownNamespace(attachment: Attachment): string | undefined {
  return attachment.scope === 'namespace' || attachment.scope === 'workloads' ? attachment.namespace : undefined
}

function mayGovern(attachment: Attachment, namespace: string, labels: Readonly<Record<string, string>>, place: Place): boolean {
  return attachmentsMayOverlap(attachment, { scope: 'workloads', namespace, labels, place })
}

/** Whether a DestinationRule says at any level that TLS is spoken. */
function originatesTls({ policy, subsets }: BackendPolicy): boolean {
  const speaks = (one: TrafficPolicy | undefined): boolean =>
    one !== undefined && [one.tls, ...one.ports.map(({ tls }) => tls)].some((tls) => tls !== undefined && tls.mode !== 'disable')
  return speaks(policy) || subsets.some((subset) => speaks(subset.policy))
}
