import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import type { Service } from '../../../../src/model/service.ts'
import type { ChainRule, RoutesAt } from '../../../../src/resolve/routes/chain-rule.ts'
import { routeTargetsOf } from '../../../../src/resolve/routes/destination-host.ts'
import { isCatchAll } from '../../../../src/resolve/routes/merged-at-gateway.ts'
import { sidecarRoutes } from '../../../../src/resolve/routes/route-chain.ts'
import { clientsThatCount, podsOfTarget } from '../identity-reach.ts'
import type { HoldBack, Migration } from '../migration.ts'

/**
 * Routes that answer some requests for a Service with an error keep clients from its pods, as long as the pods' own addresses are closed to
 * them: a sidecar has no identity there (PassthroughCluster), so STRICT, or a policy that names clients, refuses it. ztunnel has one, and the
 * request passes. No policy can say what the routes said, so the clients stay. Example: VirtualService `shop/cart` has routes for `/api` only,
 * and PeerAuthentication `shop/default` is STRICT.
 */
export function barredByRoutesHoldBacks(migration: Migration): HoldBack[] {
  return migration.mesh.services.flatMap((service) => {
    const counts = clientsThatCount(migration, service, podsOfTarget(migration, service))
    if (counts === undefined) return []
    return migration.movingNamespaces.filter(counts).flatMap((namespace): HoldBack[] => {
      const barrier = barrierFor(migration.mesh, namespace, service)
      if (barrier === undefined) return []
      const params = { namespace, service: objectText(service.place.object), routes: objectText(barrier.object) }
      return [{ subject: { namespace }, cause: diagnose(catalogue.barredByRoutes, barrier, params) }]
    })
  })
}

/** The first route of a namespace's sidecars that may answer a request for the Service with an error. */
function barrierFor(mesh: Mesh, namespace: string, { host, ports }: Service): Place | undefined {
  for (const { port } of ports) {
    const found = barrierOf(mesh, sidecarRoutes(mesh, { namespace }, host, port), { host, port })
    if (found !== undefined) return found
  }
  return undefined
}

interface Addressed {
  readonly host: string
  readonly port: number
}

function barrierOf(mesh: Mesh, routes: RoutesAt, addressed: Addressed): Place | undefined {
  if (routes.kind === 'default') return undefined
  if (routes.kind === 'undetermined') return routes.among.map((one) => barrierOf(mesh, one, addressed)).find((place) => place !== undefined)
  const bar = routes.rules.find((rule) => isError(mesh, rule, addressed))
  if (bar !== undefined) return bar.rule.place
  // A request that no rule matches is answered with 404.
  return routes.rules.some((rule) => isCatchAll(rule)) ? undefined : routes.tables[0]?.place
}

/** A direct response of 4xx or 5xx, a fault that aborts all requests, or a destination that does not exist (503). */
function isError(mesh: Mesh, chain: ChainRule, addressed: Addressed): boolean {
  const { action } = chain.rule
  if ((action.fault?.abort?.percent ?? 0) >= 100 || (action.response?.status ?? 0) >= 400) return true
  return action.kind === 'forward' && routeTargetsOf(mesh, chain, addressed).some(({ destination }) => destination.kind === 'missing')
}
