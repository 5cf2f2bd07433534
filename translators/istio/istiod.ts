import type { RouteController } from '../../src/model/route-controller.ts'

/**
 * istiod, which programs the routes of gateways, sidecars and waypoints. A route that it cannot convert in one part has no rules at all, so that requests
 * are routed as if it were not there (istio:pilot/pkg/config/kube/gateway/route_collections.go computeRoute, conversion.go buildHTTPDestination,
 * createRetries, createCorsFilter, toInternalParentReference, convertHTTPRoute; pilot/pkg/networking/core/route/route.go; istio:pkg/config/schema/gatewayapi/minimumversions.go).
 *
 * What it retries on is also what a VirtualService without `retryOn` retries on, because `retriable-status-codes` without codes retries on none
 * (istio:pilot/pkg/networking/core/route/retry/retry.go). A rule without retries has the mesh's default in both forms: two, on these causes, at hosts
 * not tried before (measured: istiod 1.31-alpha, commit eed52ebb).
 */
export const istiod: RouteController = {
  name: 'istiod',
  refuses: new Set([
    'extension-ref',
    'external-auth',
    'backend-mirror',
    'backend-redirect',
    'backend-rewrite',
    'backend-cors',
    'backend-without-port',
  ]),
  retriedOn: ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'],
  attempts: 2,
  parents: { 'networking.istio.io/ServiceEntry': 'ServiceEntry' },
  hostBackends: new Set(['networking.istio.io/Hostname']),
  regexOfAnyValue: '*',
  backendRequest: 'try',
  starOfOrigin: '.*',
  unmatchedPreflights: 'ignore',
  withoutBackends: 500,
  since: { TLSRoute: '1.5', TCPRoute: '1.6' },
}
