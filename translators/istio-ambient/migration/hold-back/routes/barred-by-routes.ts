import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import { callersAlike } from '../../../../../src/resolve/routes/clients-alike.ts'
import { errorRouteFor } from '../../../../../src/resolve/routes/error-route.ts'
import { noPodsRouteFor } from '../../../../../src/resolve/routes/no-pods-route.ts'
import { clientsThatCount, podsOfTarget } from '../../identity-reach.ts'
import type { HoldBack, Migration } from '../../migration.ts'

/**
 * Routes that answer some requests for a Service with an error, or lead them to a subset without pods, keep clients from its pods, as long as the pods' own addresses are closed to
 * them: a sidecar has no identity there (PassthroughCluster), so STRICT, or a policy that names clients, refuses it. ztunnel has one, and the
 * request passes. No policy can say what the routes said, so the clients stay. Example: VirtualService `shop/cart` has routes for `/api` only,
 * and PeerAuthentication `shop/default` is STRICT.
 */
export function barredByRoutesHoldBacks(migration: Migration): HoldBack[] {
  return migration.mesh.services.flatMap((service) => {
    const counts = clientsThatCount(migration, service, podsOfTarget(migration, service))
    if (counts === undefined) return []
    return callersAlike(migration.mesh, service, migration.movingNamespaces).flatMap(({ first, all }): HoldBack[] => {
      const error = errorRouteFor(migration.mesh, first, service)
      const barrier = error ?? noPodsRouteFor(migration.mesh, first, service)
      if (barrier === undefined) return []
      const params = { service: objectText(service.place.object), routes: objectText(barrier.object), noPods: error === undefined }
      return all()
        .filter(counts)
        .map((namespace) => ({ subject: { namespace }, cause: diagnose(catalogue.barredByRoutes, barrier, { ...params, namespace }) }))
    })
  })
}
