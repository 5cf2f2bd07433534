import type { Mesh } from '../../../src/model/mesh.ts'

/**
 * Whether every namespace of the input sees what `exportTo` exports: routes at the proxy of a node hold for pods without sidecars as well. `.` is enough where the input has one
 * namespace. Example: VirtualService `shop/cart` with `exportTo: [.]`, where all pods are in `shop`.
 */
export function isSeenByAll(exportTo: readonly string[], own: string, mesh: Mesh): boolean {
  return (
    exportTo.includes('*') || namespacesWithPods(mesh).every((name) => exportTo.includes(name) || (name === own && exportTo.includes('.')))
  )
}

/** Gateways follow routes of their own, and stay. */
function namespacesWithPods({ namespaces, workloads }: Mesh): readonly string[] {
  return [...namespaces.map(({ name }) => name), ...workloads.filter(({ gateway }) => !gateway).map(({ namespace }) => namespace)]
}
