import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { delegatesTo } from '../routes/routed-services.ts'

/**
 * Routes that sidecars of clients follow and that Cilium does not get. They answer some requests themselves or send them elsewhere; under another Host the same client
 * sends the request to the pods in plaintext (PassthroughCluster), which STRICT refuses and a policy by labels does not. Routes of Cilium hold under every Host.
 */
export function untranslatedRoutes({ routes }: Mesh, translated: readonly RouteTable[]): readonly RouteTable[] {
  return routes.filter(
    (table) =>
      !translated.includes(table) &&
      (table.bindings.some(({ to }) => to === 'mesh') ||
        (table.delegateOnly && !routes.every((user) => !delegatesTo(user, table) || translated.includes(user)))),
  )
}
