import type { Place } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import { selects } from '../../model/workload.ts'
import { backing } from '../services.ts'
import type { ChainRule, RoutesAt } from './chain-rule.ts'
import { perCallerKind } from './clients-alike.ts'
import { routeTargetsOf, type SharedDestination } from './destination-host.ts'
import { sidecarRoutes } from './route-chain.ts'

interface Addressed {
  readonly host: string
  readonly port: number
}

/**
 * The first route of a namespace's sidecars that leads requests for the Service to no pods at all, though the Service itself has some. Example:
 * VirtualService `mill/wheel` leads to subset `v2`, and all pods of `wheel` are `v1`.
 */
export const noPodsRouteFor = perCallerKind((mesh, namespace, service): Place | undefined => {
  const { host, ports } = service
  if (backing(mesh, service).length === 0) return undefined
  for (const { port } of ports) {
    const found = noPodsRouteIn(mesh, sidecarRoutes(mesh, { namespace }, host, port), { host, port })
    if (found !== undefined) return found
  }
  return undefined
})

function noPodsRouteIn(mesh: Mesh, routes: RoutesAt, addressed: Addressed): Place | undefined {
  if (routes.kind === 'default') return undefined
  if (routes.kind === 'undetermined')
    return routes.among.map((one) => noPodsRouteIn(mesh, one, addressed)).find((place) => place !== undefined)
  return routes.rules.find((rule) => leadsToNoPods(mesh, rule, addressed))?.rule.place
}

/**
 * All of a route's requests are answered with 503 as long as no pod has the labels of its subset, or of its Service. Where a share goes to pods, the
 * client is admitted under the name of the Service, and its identity at pod addresses opens nothing that was closed to it.
 */
export function leadsToNoPods(mesh: Mesh, rule: ChainRule, addressed: Addressed): boolean {
  const targets = routeTargetsOf(mesh, rule, addressed)
  const hasNone = ({ destination }: SharedDestination): boolean =>
    destination.kind === 'service' && !backing(mesh, destination.service).some(({ labels }) => selects(destination.subset, labels))
  return targets.length > 0 && targets.every(hasNone)
}
