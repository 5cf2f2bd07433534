import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'

/**
 * Routes that sidecars of clients follow. They answer some requests themselves or send them elsewhere; under another Host the same client sends the
 * request to the pods in plaintext (PassthroughCluster), which STRICT refuses and a policy by labels does not.
 */
export function routesOfClients({ routes }: Mesh): readonly RouteTable[] {
  return routes.filter(({ bindings, delegateOnly }) => delegateOnly || bindings.some(({ to }) => to === 'mesh'))
}
