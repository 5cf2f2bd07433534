import type { Place } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { ChainRule, RoutesAt } from './chain-rule.ts'
import { perCallerKind } from './clients-alike.ts'
import { routeTargetsOf } from './destination-host.ts'
import { isCatchAll } from './merged-at-gateway.ts'
import { sidecarRoutes } from './route-chain.ts'

/** The first route of a namespace's sidecars that may answer a request for the Service with an error. */
export const errorRouteFor = perCallerKind((mesh, namespace, { host, ports }): Place | undefined => {
  for (const { port } of ports) {
    const found = errorRouteIn(mesh, sidecarRoutes(mesh, { namespace }, host, port), { host, port })
    if (found !== undefined) return found
  }
  return undefined
})

interface Addressed {
  readonly host: string
  readonly port: number
}

function errorRouteIn(mesh: Mesh, routes: RoutesAt, addressed: Addressed): Place | undefined {
  if (routes.kind === 'default') return undefined
  if (routes.kind === 'undetermined')
    return routes.among.map((one) => errorRouteIn(mesh, one, addressed)).find((place) => place !== undefined)
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
