import { validateEmitted } from '../../../src/crd/validate.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { failed } from '../../gateway-api/write/obstacle.ts'
import { type RouteDraft, routeObject } from '../../gateway-api/write/route-object.ts'
import { type AskedFeature, type RouteForm, routeFormOf } from './feature.ts'
import { gatewayApiRoute, versionsFor } from './gateway-api-route.ts'
import { featuresOfPort } from './port-features.ts'
import type { PortRoutes } from './port-routes.ts'

/** The routes of one port with the form that they are written in, and the route itself where that is an HTTPRoute. */
export type PlacedRoutes =
  | { readonly routes: PortRoutes; readonly form: 'routes'; readonly draft: RouteDraft }
  | { readonly routes: PortRoutes; readonly form: 'envoy'; readonly because: AskedFeature }
  | { readonly routes: PortRoutes; readonly form: 'refused'; readonly because: readonly [AskedFeature, ...AskedFeature[]] }

/** Decides for the ports of a table, each of which sees what the others ask of its Service. */
export function placeRoutes(ports: readonly PortRoutes[], mesh: Mesh, options: EmitOptions): readonly PlacedRoutes[] {
  return ports.map((routes) => {
    const placement = routeFormOf(featuresOfPort(routes, ports, mesh, options))
    return placement.form === 'routes' ? asRoute(routes, options) : { routes, ...placement }
  })
}

/** An HTTPRoute, unless its schema or the order of specificity stands in the way: a config says the same in the order of the rules. */
function asRoute(routes: PortRoutes, options: EmitOptions): PlacedRoutes {
  const draft = gatewayApiRoute(routes, options)
  const asked = failed(draft)
    ? draft.obstacles.map((obstacle): AskedFeature => ({ feature: 'route-schema', ...obstacle }))
    : problemsOf(draft.value, routes, options)
  const placement: RouteForm = routeFormOf(asked)
  if (failed(draft) || placement.form !== 'routes') return { routes, ...(placement as Exclude<RouteForm, { form: 'routes' }>) }
  return { routes, form: 'routes', draft: draft.value }
}

/** What is known of routes here is less than what their schema asks for. */
function problemsOf(draft: RouteDraft, { service, port, place }: PortRoutes, { versions }: EmitOptions): readonly AskedFeature[] {
  const object = routeObject(draft, 'route', { service: service.name, namespace: service.namespace, port: port.port })
  return validateEmitted(object, versionsFor(versions)).map((problem) => ({
    feature: 'route-schema',
    place,
    what: `what the schema of HTTPRoute does not take: ${problem}`,
  }))
}
