import { compareText, type Place } from '../../../src/diagnostics/place.ts'
import type { PeerAuthentication } from '../../../src/model/authentication.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import { hasIdentity, hasSidecar } from '../../../src/model/data-plane.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { isNeverInjected } from '../../kubernetes/read/namespace.ts'
import { attachmentCovers, attachmentsMayOverlap } from './overlap.ts'

/** What the input says about who is in the mesh: Cilium identifies pods by their labels, whether they were meshed or not. */
export interface Facts {
  readonly mesh: Mesh
  /** Accounts of gateways of Istio for which Gateways of Cilium stand, as `namespace/account`: their requests arrive as `reserved:ingress`. */
  readonly gatewayAccounts: ReadonlySet<string>
  /** The mesh's trust domain and its aliases. */
  readonly trustDomains: readonly string[]
  /** Namespaces whose pods are known to have sidecars. */
  readonly meshed: readonly string[]
  /** Namespaces of the input of which it does not say whether their pods have sidecars, or whose pods are in ambient mode; none of those that are never injected. */
  readonly unclear: readonly string[]
  /** Of these, namespaces without a Namespace object: a policy for the mesh may apply to their pods. Not the root namespace, where the control plane runs. */
  readonly unshown: readonly string[]
  /** The namespaces that policies for the mesh are written for. */
  readonly governed: readonly string[]
  /** A pod that is known to be outside the mesh although a policy may name its namespace (and account), if there is one. Without a namespace, of any. */
  unmeshedPod(namespace: string | undefined, account?: string): string | undefined
  /** A machine outside Kubernetes that has an identity of the namespace (and account), if there is one. */
  machine(namespace: string | undefined, account?: string): string | undefined
  /** Where mutual TLS is switched off for pods that a policy may be attached to. */
  mtlsOff(attachment: Attachment): readonly Place[]
  /** Whether it is off for all of those pods, at all ports. */
  mtlsOffForAll(attachment: Attachment): boolean
}

export function factsOf(mesh: Mesh, gatewayAccounts: ReadonlySet<string> = new Set()): Facts {
  const pods = mesh.workloads.filter((workload) => workload.address === undefined && !workload.hostNetwork)
  const machines = mesh.workloads.filter((workload) => workload.address !== undefined)
  const meshed = meshedNamespaces(mesh)
  const unclear = unclearNamespaces(mesh)
  const unshown = unclear.filter((name) => isUnshown(name, mesh))
  // In a namespace with sidecars, pods of which it is not known whether they have one may have none.
  const mayBeOut = ({ dataPlane, namespace }: Workload) => {
    const identity = hasIdentity(dataPlane)
    return identity === 'no' || (identity === 'maybe' && meshed.includes(namespace))
  }
  const near = (attachment: Attachment): readonly PeerAuthentication[] =>
    mesh.peerAuthentication.filter((candidate) => attachmentsMayOverlap(candidate.attachment, attachment))
  return {
    mesh,
    gatewayAccounts,
    trustDomains: [mesh.settings.trustDomain, ...mesh.settings.trustDomainAliases],
    meshed,
    unclear,
    unshown,
    governed: [...meshed, ...unshown].sort(compareText),
    unmeshedPod(namespace, account) {
      if (namespace !== undefined && isNeverInjected(namespace)) return `Namespace ${namespace}`
      const pod = pods.find((workload) => mayBeOut(workload) && !workload.gateway && isOf(workload, namespace, account))
      if (pod !== undefined) return `${pod.kind} ${pod.namespace}/${pod.name}`
      const out = mesh.namespaces.find(
        ({ name, dataPlane, place }) => (namespace ?? name) === name && hasIdentity(dataPlane) === 'no' && place !== undefined,
      )
      return out !== undefined && account === undefined ? `Namespace ${out.name}` : undefined
    },
    machine(namespace, account) {
      const entry = machines.find((workload) => isOf(workload, namespace, account))
      if (entry !== undefined) return `WorkloadEntry ${entry.namespace}/${entry.name}`
      const group = mesh.machineGroups.find((candidate) => namespace === undefined || candidate.namespace === namespace)
      return group === undefined ? undefined : `WorkloadGroup ${group.namespace}/${group.name}`
    },
    mtlsOff(attachment) {
      return near(attachment).flatMap(({ mode, modePlace, place, ports }) => [
        ...(mode === 'disable' ? [modePlace ?? place] : []),
        ...ports.filter((port) => port.mode === 'disable').map((port) => port.place),
      ])
    },
    mtlsOffForAll(attachment) {
      const isOff = ({ mode, ports }: PeerAuthentication): boolean =>
        [mode, ...ports.map((port) => port.mode)].every((one) => one === 'disable')
      const found = near(attachment)
      return found.every(isOff) && found.some((one) => attachmentCovers(one.attachment, attachment))
    },
  }
}

export function meshedNamespaces(mesh: Mesh): readonly string[] {
  return [...new Set(mesh.namespaces.filter(({ dataPlane }) => hasSidecar(dataPlane)).map(({ name }) => name))].sort(compareText)
}

function isUnshown(namespace: string, { namespaces, settings }: Mesh): boolean {
  return namespace !== settings.rootNamespace && !namespaces.some(({ name, place }) => name === namespace && place !== undefined)
}

function isOf(workload: Workload, namespace: string | undefined, account: string | undefined): boolean {
  return (namespace === undefined || workload.namespace === namespace) && (account === undefined || workload.serviceAccount === account)
}

/** The root namespace is named by its policies alone; without workloads in it there is nothing to be unclear about. */
function unclearNamespaces(mesh: Mesh): readonly string[] {
  const known = new Set(mesh.namespaces.filter(({ dataPlane }) => hasSidecar(dataPlane) || dataPlane === 'none').map(({ name }) => name))
  const policies = [...mesh.authorization, ...mesh.peerAuthentication].filter(({ namespace }) => namespace !== mesh.settings.rootNamespace)
  const names = [
    ...mesh.namespaces.filter(({ place }) => place !== undefined).map(({ name }) => name),
    ...[...mesh.workloads, ...mesh.services, ...policies].map(({ namespace }) => namespace),
  ]
  return [...new Set(names)].filter((name) => !known.has(name) && !isNeverInjected(name)).sort(compareText)
}
