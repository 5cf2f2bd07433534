import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { delegatesTo } from '../routes/routed-services.ts'

/**
 * Routes that sidecars of clients follow and that Cilium does not get. They answer some requests themselves or send them elsewhere; under another Host the same client
 * sends the request to the pods in plaintext (PassthroughCluster), which STRICT refuses and a policy by labels does not. Routes of Cilium hold under every Host.
 */
export function untranslatedRoutes({ routes }: Mesh, translated: readonly RouteTable[]): readonly RouteTable[] {
  const isFollowed = (table: RouteTable): boolean => !table.delegateOnly && table.bindings.some(({ to }) => to === 'mesh')
  const users = (table: RouteTable): readonly RouteTable[] => routes.filter((user) => delegatesTo(user, table))
  return routes.filter((table) => {
    if (!table.delegateOnly) return isFollowed(table) && !translated.includes(table)
    return !users(table).some((user) => translated.includes(user))
  })
}
