import type { RouteController } from '../../gateway-api/write/controller.ts'

/**
 * istiod, which programs the routes of waypoints (istio:pilot/pkg/config/kube/gateway/conversion.go createRetries,
 * istio:pkg/config/schema/gatewayapi/minimumversions.go).
 *
 * What it retries on is also what a VirtualService without `retryOn` retries on, because `retriable-status-codes` without codes retries on none
 * (istio:pilot/pkg/networking/core/route/retry/retry.go). A rule without retries has the mesh's default in both forms: two, on these causes, at hosts
 * not tried before (measured: istiod 1.31-alpha, commit eed52ebb).
 */
export const istiod: RouteController = {
  name: 'istiod',
  retriedOn: ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'],
  since: { TLSRoute: '1.5', TCPRoute: '1.6' },
}
