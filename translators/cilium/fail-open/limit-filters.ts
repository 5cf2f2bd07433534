import type { CountedBy, GlobalRateLimit, LocalRateLimit } from '../../../src/model/rate-limit.ts'
import type { EnvoyFields } from './node-check.ts'

const all = { defaultValue: { numerator: 100, denominator: 'HUNDRED' } }

/** The filter of a local limit, which counts and refuses every request (envoy:api/envoy/extensions/filters/http/local_ratelimit/v3/local_rate_limit.proto). */
export function envoyLocalLimit({ bucket, status, headers, saysRest }: LocalRateLimit): EnvoyFields {
  const { maxTokens, tokensPerFill, fillMs } = bucket
  return {
    name: 'envoy.filters.http.local_ratelimit',
    typedConfig: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
      statPrefix: 'http_local_rate_limiter',
      ...(status === 429 ? {} : { status: { code: status } }),
      tokenBucket: { maxTokens, tokensPerFill, fillInterval: `${fillMs / 1000}s` },
      filterEnabled: all,
      filterEnforced: all,
      ...(headers.length === 0
        ? {}
        : {
            responseHeadersToAdd: headers.map(({ name, value, append }) => ({
              header: { key: name, value },
              appendAction: append ? 'APPEND_IF_EXISTS_OR_ADD' : 'OVERWRITE_IF_EXISTS_OR_ADD',
            })),
          }),
      ...xRateLimit(saysRest),
    },
  }
}

/** The filter of a global limit, which asks a service by a cluster (envoy:api/envoy/extensions/filters/http/ratelimit/v3/rate_limit.proto). */
export function envoyGlobalLimit(
  { domain, timeoutMs, refusesOnFailure, saysRest, service }: GlobalRateLimit,
  cluster: string,
): EnvoyFields {
  return {
    name: 'envoy.filters.http.ratelimit',
    typedConfig: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.ratelimit.v3.RateLimit',
      domain,
      timeout: `${timeoutMs / 1000}s`,
      failureModeDeny: refusesOnFailure,
      ...xRateLimit(saysRest),
      rateLimitService: {
        grpcService: { envoyGrpc: { clusterName: cluster, authority: service.host } },
        transportApiVersion: 'V3',
      },
    },
  }
}

function xRateLimit(saysRest: boolean): EnvoyFields {
  return saysRest ? { enableXRatelimitHeaders: 'DRAFT_VERSION_03' } : {}
}

/** What requests are counted by, for the routes. */
export function envoyCounted(counted: GlobalRateLimit['counted']): readonly EnvoyFields[] {
  return counted.map((actions) => ({ actions: actions.map(actionOf) }))
}

function actionOf(one: CountedBy): EnvoyFields {
  if (one.by === 'text') return { genericKey: { descriptorKey: one.key, descriptorValue: one.text } }
  return { requestHeaders: { headerName: one.header, descriptorKey: one.key, ...(one.optional ? { skipIfAbsent: true } : {}) } }
}
