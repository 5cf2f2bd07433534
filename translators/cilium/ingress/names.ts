import type { EdgeGateway } from '../../../src/model/gateway.ts'
import type { RouteTable } from '../../../src/model/route.ts'

/** The Gateway of Cilium that stands for one of Istio, in the same namespace. */
export function ciliumName({ name }: Pick<EdgeGateway, 'name'>): string {
  return `${name}-cilium`
}

/** The HTTPRoute of a table at it. */
export function routeNameAt({ name }: Pick<RouteTable, 'name'>, gateway: Pick<EdgeGateway, 'name'>): string {
  return `${name}-at-${gateway.name}`
}
