import { hasSidecar, isCapturedByZtunnel } from '../../model/data-plane.ts'
import type { Mesh } from '../../model/mesh.ts'
import { sidecarsTakeHbone } from '../../resolve/attach/hbone.ts'

/**
 * What is taken for granted of pods that stay on sidecars beside others that move: they take HBONE. The injector sets `ENABLE_HBONE` in pods
 * that start while ambient mode is installed; to an older one ztunnel sends plaintext, so that `notNamespaces` of an ALLOW policy holds for
 * clients without an identity, and STRICT refuses them (measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0).
 */
export function standingSidecars(before: Mesh, after: Mesh): string[] {
  if (!movesSomething(before, after) || !keepsSidecars(after) || !sidecarsTakeHbone(after.settings)) return []
  return [
    'pods that stay on sidecars were restarted since ambient mode was installed, and take HBONE: clients that move reach others in plaintext, without an identity',
  ]
}

/** Whether something is in ambient mode after and was not before. */
export function movesSomething(before: Mesh, after: Mesh): boolean {
  const was = ambientIn(before)
  return [...ambientIn(after)].some((name) => !was.has(name))
}

/** `shop` and `shop/cart`. */
function ambientIn({ namespaces, workloads }: Mesh): ReadonlySet<string> {
  return new Set([
    ...namespaces.flatMap(({ name, dataPlane }) => (isCapturedByZtunnel(dataPlane) ? [name] : [])),
    ...workloads.flatMap(({ namespace, name, dataPlane }) => (isCapturedByZtunnel(dataPlane) ? [`${namespace}/${name}`] : [])),
  ])
}

/** Pods with a sidecar, or a namespace whose pods get one and are not in the input. */
function keepsSidecars({ namespaces, workloads }: Mesh): boolean {
  return (
    workloads.some(({ dataPlane, gateway, hostNetwork }) => hasSidecar(dataPlane) && !gateway && !hostNetwork) ||
    namespaces.some(({ name, dataPlane }) => hasSidecar(dataPlane) && !workloads.some(({ namespace }) => namespace === name))
  )
}
