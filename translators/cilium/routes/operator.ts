import type { RouteController } from '../../../src/model/route-controller.ts'

/**
 * Cilium's operator, which programs the proxies of nodes. It leaves out of a route what it does not know and programs the rest. Every retry is on these causes, for
 * all methods, and a route without `retry` has none (cc:operator/pkg/model/translation/envoy_virtual_host.go retryMutation,
 * getCORSStringMatcher; measured: Cilium 1.20.2).
 * Routes for TLS and TCP are for Gateways alone.
 */
export const ciliumOperator: RouteController = {
  name: 'cilium',
  refuses: new Set(),
  retriedOn: ['retriable-status-codes', 'connect-failure', 'reset', 'refused-stream'],
  attempts: 1,
  parents: {},
  hostBackends: new Set(),
  backendRequest: 'request',
  starOfOrigin: '[A-Za-z0-9.-]+',
  unmatchedPreflights: 'ignore',
  withoutBackends: 500,
  since: { TLSRoute: '1.5', TCPRoute: '1.6' },
}
