import type { PeerAuthentication, RequestAuthentication } from '../model/authentication.ts'
import type { Attachment, AuthorizationPolicy } from '../model/authorization.ts'
import type { Mesh } from '../model/mesh.ts'
import type { MeshSettings } from '../model/settings.ts'
import { selects, type Workload } from '../model/workload.ts'

const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name'

/**
 * Whether the proxy of a workload (its sidecar, or the pod itself for a gateway) enforces what is attached so. `targetRefs` only reach
 * pods that a Gateway API controller made, waypoints are reached by nothing else, and selectors reach Gateway API pods unless the control
 * plane's flag says otherwise (istio:pilot/pkg/model/policyattachment.go ShouldAttachPolicy).
 */
export function attachedTo(attachment: Attachment, workload: Workload, settings: MeshSettings): boolean {
  const gatewayName = workload.labels[gatewayNameLabel]
  if (attachment.scope === 'targets') {
    return (
      gatewayName !== undefined &&
      attachment.namespace === workload.namespace &&
      attachment.targets.some((target) => target.kind === 'Gateway' && target.name === gatewayName)
    )
  }
  if (gatewayName !== undefined) {
    if (workload.labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller') return false
    if (settings.flags.ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY === 'false') return false
  }
  switch (attachment.scope) {
    case 'mesh':
      return true
    case 'namespace':
      return attachment.namespace === workload.namespace
    case 'workloads':
      return (attachment.namespace ?? workload.namespace) === workload.namespace && selects(attachment.labels, workload.labels)
  }
}

/** What one workload's proxy enforces. PeerAuthentications do not add up: `resolvePeerAuthentication` picks. */
export interface WorkloadPolicies {
  readonly authorization: readonly AuthorizationPolicy[]
  readonly requestAuthentication: readonly RequestAuthentication[]
}

/** The policies that a workload's own proxy enforces in a sidecar mesh, in the mesh's order. Their order decides nothing. */
export function policiesOf(mesh: Mesh, workload: Workload): WorkloadPolicies {
  const known = indexOf(mesh).ofWorkload
  let policies = known.get(workload)
  if (policies === undefined) {
    policies = attachedPolicies(mesh, workload)
    known.set(workload, policies)
  }
  return policies
}

function attachedPolicies(mesh: Mesh, workload: Workload): WorkloadPolicies {
  const index = indexOf(mesh)
  const attached = <T extends { readonly attachment: Attachment }>(byNamespace: ByNamespace<T>): T[] =>
    candidates(byNamespace, workload.namespace).filter((policy) => attachedTo(policy.attachment, workload, mesh.settings))
  return { authorization: attached(index.authorization), requestAuthentication: attached(index.requestAuthentication) }
}

/** PeerAuthentications that can concern a namespace: its own and those of every namespace. */
export function peerAuthenticationCandidates(mesh: Mesh, namespace: string): readonly PeerAuthentication[] {
  return candidates(indexOf(mesh).peerAuthentication, namespace)
}

/** Policies by the namespace they are limited to; the empty string for those that are limited to none. */
type ByNamespace<T> = ReadonlyMap<string, readonly T[]>

interface AttachmentIndex {
  readonly authorization: ByNamespace<AuthorizationPolicy>
  readonly requestAuthentication: ByNamespace<RequestAuthentication>
  readonly peerAuthentication: ByNamespace<PeerAuthentication>
  /** What was attached to workloads that were asked for. */
  readonly ofWorkload: WeakMap<Workload, WorkloadPolicies>
}

function candidates<T>(byNamespace: ByNamespace<T>, namespace: string): T[] {
  return [...(byNamespace.get('') ?? []), ...(byNamespace.get(namespace) ?? [])]
}

// Meshes are immutable, so the index of one never changes.
const indexes = new WeakMap<Mesh, AttachmentIndex>()

function indexOf(mesh: Mesh): AttachmentIndex {
  let index = indexes.get(mesh)
  if (index === undefined) {
    index = {
      authorization: grouped(mesh.authorization),
      requestAuthentication: grouped(mesh.requestAuthentication),
      peerAuthentication: grouped(mesh.peerAuthentication),
      ofWorkload: new WeakMap(),
    }
    indexes.set(mesh, index)
  }
  return index
}

function grouped<T extends { readonly attachment: Attachment }>(policies: readonly T[]): ByNamespace<T> {
  const groups = new Map<string, T[]>()
  for (const policy of policies) {
    const key = policy.attachment.scope === 'mesh' ? '' : (policy.attachment.namespace ?? '')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [policy])
    else group.push(policy)
  }
  return groups
}
