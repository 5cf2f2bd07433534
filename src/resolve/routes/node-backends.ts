import type { Mesh } from '../../model/mesh.ts'
import type { NodeRoutes } from '../../model/node-routes.ts'
import type { Backend } from '../../model/route.ts'
import { serviceOfHost } from '../hosts.ts'
import type { NodeDoubt } from './node-doubt.ts'

/**
 * The backends of a rule that Cilium's operator programs: Services that are there, and that a grant lets routes of another namespace name. It drops the
 * others, so that what is left has their share (measured: Cilium 1.20.2). One whose namespace is not in the input may be there.
 */
export function validBackends(mesh: Mesh, table: NodeRoutes, backends: readonly Backend[]): readonly Backend[] | NodeDoubt {
  const valid: Backend[] = []
  for (const backend of backends) {
    const service = serviceOfHost(mesh, backend.host, table.namespace)
    if (service === undefined) {
      const [name, namespace] = backend.host.split('.')
      if (!mesh.services.some((one) => one.namespace === namespace)) return { why: `the Service ${namespace}/${name}`, at: backend.place }
      continue
    }
    if (!isGranted(mesh, table, service)) continue
    valid.push(backend)
  }
  return backendWithoutAddress(mesh, table, valid) ?? valid
}

/** Which endpoints the proxies have for a Service without an address of its own was not measured. */
export function backendWithoutAddress(mesh: Mesh, table: NodeRoutes, backends: readonly Backend[]): NodeDoubt | undefined {
  for (const { host, place } of backends) {
    const service = serviceOfHost(mesh, host, table.namespace)
    if (service?.headless === true || service?.externalName !== undefined)
      return { why: `what Cilium's proxies make of Service ${service.namespace}/${service.name}, which has no address`, at: place }
  }
  return undefined
}

function isGranted(mesh: Mesh, { namespace, place }: NodeRoutes, service: { readonly namespace: string; readonly name: string }): boolean {
  if (service.namespace === namespace) return true
  return mesh.backendGrants.some(
    (grant) =>
      grant.namespace === service.namespace &&
      grant.from.some((from) => from.kind === place.object.kind && from.namespace === namespace) &&
      grant.to.some((to) => to.service === undefined || to.service === service.name),
  )
}
