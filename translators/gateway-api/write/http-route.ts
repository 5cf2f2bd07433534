import type { HTTPRouteSpecRules, HTTPRouteSpecRulesFilters } from '../../../src/crd/generated/types/gateway-api/http-route.ts'

/** The parts of an HTTPRoute as this translator writes them. */
export type RouteRule = HTTPRouteSpecRules
export type RouteFilter = HTTPRouteSpecRulesFilters
export type RouteBackendRef = NonNullable<RouteRule['backendRefs']>[number]
export type RouteMatch = NonNullable<RouteRule['matches']>[number]
