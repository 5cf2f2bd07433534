import { type DataPlane, mayHaveSidecars } from '../model/data-plane.ts'
import type { Mesh } from '../model/mesh.ts'
import { attachedTo } from '../resolve/attachment.ts'

/**
 * The mesh once its sidecars are removed. Gateways stay, and so do the sidecars that still have policies to enforce: those of pods to which
 * an AuthorizationPolicy, a RequestAuthentication or a PeerAuthentication with STRICT is attached, and in its namespaces of pods that the input
 * does not have.
 */
export function withoutSidecars(mesh: Mesh): Mesh {
  const strict = mesh.peerAuthentication.filter(({ mode, ports }) => [mode, ...ports.map((port) => port.mode)].includes('strict'))
  const staying = [...mesh.authorization, ...mesh.requestAuthentication, ...strict].map(({ attachment }) => attachment)
  const plain = <One extends { readonly dataPlane: DataPlane }>(one: One): One =>
    mayHaveSidecars(one.dataPlane) ? { ...one, dataPlane: 'none' } : one
  const isGoverned = (namespace: string): boolean =>
    staying.some((one) => one.scope === 'mesh' || one.namespace === undefined || one.namespace === namespace)
  return {
    ...mesh,
    namespaces: mesh.namespaces.map((one) => (isGoverned(one.name) ? one : plain(one))),
    workloads: mesh.workloads.map((pod) =>
      pod.gateway || staying.some((attachment) => attachedTo(attachment, pod, mesh.settings)) ? pod : plain(pod),
    ),
  }
}
