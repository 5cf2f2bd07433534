import { hasSidecar, isCapturedByZtunnel } from '../../model/data-plane.ts'
import type { Mesh } from '../../model/mesh.ts'
import { movesSomething } from './standing-sidecars.ts'

/**
 * What an input cannot show that it lacks, and what would open requests if it came beside what was written: of each kind only that which the
 * target enforces less of than sidecars do. Anything else that is applied beside it goes on closing what it closed: a DENY by clients and ports
 * at ztunnel, STRICT, an ALLOW. test/property/removed-document.test.ts takes documents away and puts them back, and leaves out only those that
 * one of these phrases names.
 */
export const besideInput = {
  AuthorizationPolicy:
    'no AuthorizationPolicy of which ztunnel enforces less (CUSTOM, HTTP attributes, an empty selector, pods that a waypoint serves)',
  RequestAuthentication: 'no RequestAuthentication',
  EnvoyFilter: 'no EnvoyFilter or WasmPlugin',
  PeerAuthentication: 'no PeerAuthentication with mode DISABLE or an empty selector',
  DestinationRule: 'no DestinationRule',
  Pod: 'no pods that bypass their sidecar or take no mutual TLS',
  Sidecar: 'no Sidecar, ServiceEntry or `exportTo` by which sidecars know other Services',
  VirtualService: 'no VirtualService',
} as const

const { AuthorizationPolicy, RequestAuthentication, EnvoyFilter, PeerAuthentication, DestinationRule, Pod, Sidecar, VirtualService } =
  besideInput

/**
 * Pods of an enrolled Namespace of which some stay: those that the input does not have move with it, whatever kept the others. Translations enrol no
 * such Namespace, and pods one by one in it.
 */
export const besideStaying = 'are under what keeps others there on their sidecars: they would move with their Namespace'

/** Those phrases by what they are about, where something moves. */
export function besideInputAssumptions(before: Mesh, after: Mesh): readonly string[] {
  if (!movesSomething(before, after)) return []
  return [
    `beside the input ${AuthorizationPolicy}, ${RequestAuthentication} and ${EnvoyFilter} is for what moves`,
    `beside the input ${PeerAuthentication}, ${DestinationRule}, and ${Pod} decide who clients on sidecars are`,
    `beside the input ${Sidecar}, and ${VirtualService} decides for what moves or its clients`,
    ...namespacesInPart(before, after).map((name) => `beside the input no pods of ${name} ${besideStaying}`),
  ]
}

/** Namespaces that move and of which pods stay on sidecars. */
function namespacesInPart(before: Mesh, after: Mesh): readonly string[] {
  const was = new Set(before.namespaces.flatMap(({ name, dataPlane }) => (isCapturedByZtunnel(dataPlane) ? [name] : [])))
  const stay = new Set(
    after.workloads.flatMap(({ namespace, dataPlane, gateway }) => (hasSidecar(dataPlane) && !gateway ? [namespace] : [])),
  )
  return after.namespaces.flatMap(({ name, dataPlane }) =>
    isCapturedByZtunnel(dataPlane) && !was.has(name) && stay.has(name) ? [name] : [],
  )
}
