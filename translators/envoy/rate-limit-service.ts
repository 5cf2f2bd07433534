import type { RateLimitService } from '../../src/model/rate-limit.ts'
import { readSaysRest } from './local-rate-limit.ts'
import type { Message } from './message.ts'

/**
 * A filter `ratelimit` and the cluster that it asks (envoy:api/envoy/extensions/filters/http/ratelimit/v3/rate_limit.proto). It waits as long as its own `timeout` says,
 * and its listener is refused unless the version of the API is said to be the third (envoy:source/extensions/filters/http/ratelimit/config.cc).
 */
export function readRateLimitService(config: Message): RateLimitService & { readonly cluster: string } {
  const domain = config.text('domain') ?? ''
  const timeoutMs = config.duration('timeout') ?? 20
  const refusesOnFailure = config.flag('failureModeDeny') === true
  const saysRest = readSaysRest(config)
  const asked = config.message('rateLimitService')
  const grpc = asked?.message('grpcService')
  const envoy = grpc?.message('envoyGrpc')
  const cluster = envoy?.text('clusterName') ?? ''
  // Its name is for the service alone (envoy:api/envoy/config/core/v3/grpc_service.proto EnvoyGrpc.authority).
  envoy?.ignore('authority').done()
  if (grpc?.has('timeout') === true && (grpc.duration('timeout') ?? 0) < timeoutMs) grpc.isOdd()
  grpc?.done()
  if (asked?.text('transportApiVersion') !== 'V3') (asked ?? config).isOdd()
  asked?.done()
  if ((config.number('stage') ?? 0) !== 0 || (config.text('requestType') ?? 'both') !== 'both') config.isOdd()
  if (domain === '' || cluster === '') config.isOdd()
  config.ignore('@type', 'statPrefix').done()
  return { domain, timeoutMs, refusesOnFailure, saysRest, cluster }
}
