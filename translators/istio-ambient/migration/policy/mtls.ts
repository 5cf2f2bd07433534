import { compareText } from '../../../../src/diagnostics/place.ts'
import type { MtlsMode, PeerAuthentication } from '../../../../src/model/authentication.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import { peerAuthenticationCandidates } from '../../../../src/resolve/attachment.ts'
import { perMesh } from '../../../../src/resolve/host-index.ts'
import { coversPods, type Pods } from '../pods.ts'

export interface EffectiveModes {
  /** The mode of ports without one of their own. */
  readonly base: Exclude<MtlsMode, 'unset'>
  /** Where the base mode comes from; absent for Istio's default. */
  readonly baseFrom?: PeerAuthentication
  /** What holds when no workload policy is there: the namespace's mode, else the mesh's. */
  readonly inherited: Exclude<MtlsMode, 'unset'>
  readonly ports: ReadonlyMap<number, Exclude<MtlsMode, 'unset'>>
  /** The policy that switches mTLS off for the pods or for one of their ports. */
  readonly disabledBy?: PeerAuthentication
  /** Two policies of one level that both hold and disagree. */
  readonly rival?: readonly [PeerAuthentication, PeerAuthentication]
}

/** Sidecar semantics of PeerAuthentication: workload over namespace over mesh, UNSET inherits, the oldest of a level wins (istio:pilot/pkg/security/authn/policy_applier.go ComposePeerAuthentication). */
export function effectiveModes(mesh: Mesh, pods: Pods): EffectiveModes {
  const known = modesOf(mesh).get(pods.labels) ?? new Map<string, EffectiveModes>()
  modesOf(mesh).set(pods.labels, known)
  const key = `${pods.namespace} ${pods.known}`
  const modes = known.get(key) ?? modesUnder(mesh, pods)
  known.set(key, modes)
  return modes
}

/** Each draft of a migration asks for the same pods, whose labels are one value. */
const modesOf = perMesh(() => new WeakMap<Pods['labels'], Map<string, EffectiveModes>>())

function modesUnder(mesh: Mesh, pods: Pods): EffectiveModes {
  const applying = peerAuthenticationCandidates(mesh, pods.namespace).filter(
    (policy) => !ignoredByIstio(mesh, policy) && coversPods(policy.attachment, pods) === 'yes',
  )
  const level = (scope: PeerAuthentication['attachment']['scope']) =>
    applying
      .filter((policy) => policy.attachment.scope === scope)
      .sort((a, b) => compareText(a.creationTimestamp ?? '~', b.creationTimestamp ?? '~'))
  const [workloads, namespaces, meshes] = [level('workloads'), level('namespace'), level('mesh')]
  const chain = [workloads[0], namespaces[0], meshes[0]].filter((policy) => policy !== undefined)
  const deciding = chain.find((policy) => policy.mode !== 'unset')
  const inheriting = chain.filter((policy) => policy !== workloads[0]).find((policy) => policy.mode !== 'unset')
  const base = modeOf(deciding)
  const ports = new Map<number, Exclude<MtlsMode, 'unset'>>()
  for (const port of workloads[0]?.ports ?? []) ports.set(port.port, port.mode === 'unset' ? base : port.mode)
  const disabledBy = base === 'disable' ? deciding : [...ports.values()].includes('disable') ? workloads[0] : undefined
  const rival = [workloads, namespaces, meshes].map(disagreeing).find((pair) => pair !== undefined)
  return {
    base,
    inherited: modeOf(inheriting),
    ports,
    ...(deciding === undefined ? {} : { baseFrom: deciding }),
    ...(disabledBy === undefined ? {} : { disabledBy }),
    ...(rival === undefined ? {} : { rival }),
  }
}

function modeOf(policy: PeerAuthentication | undefined): Exclude<MtlsMode, 'unset'> {
  return policy === undefined || policy.mode === 'unset' ? 'permissive' : policy.mode
}

/** Istio reads root-namespace policies without a selector only. */
export function ignoredByIstio(mesh: Mesh, policy: PeerAuthentication): boolean {
  return policy.namespace === mesh.settings.rootNamespace && policy.attachment.scope === 'workloads'
}

function disagreeing(list: readonly PeerAuthentication[]): readonly [PeerAuthentication, PeerAuthentication] | undefined {
  const [first] = list
  const other = list.find((policy) => first !== undefined && said(policy) !== said(first))
  return first === undefined || other === undefined ? undefined : [first, other]
}

function said(policy: PeerAuthentication): string {
  return JSON.stringify([policy.mode, policy.ports.map((port) => [port.port, port.mode])])
}
