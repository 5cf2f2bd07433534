import type {
  HTTPRouteSpec,
  HTTPRouteSpecRules,
  HTTPRouteSpecRulesFilters,
} from '../../../src/crd/generated/types/gateway-api/http-route.ts'

/** The parts of an HTTPRoute as this translator writes them. */
type RouteSpec = HTTPRouteSpec
export type RouteRule = HTTPRouteSpecRules
export type RouteFilter = HTTPRouteSpecRulesFilters
export type RouteBackendRef = NonNullable<RouteRule['backendRefs']>[number]
export type RouteMatch = NonNullable<RouteRule['matches']>[number]
