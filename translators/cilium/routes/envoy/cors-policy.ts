import type { Json } from '../../../../src/model/object.ts'
import type { Cors } from '../../../../src/model/route.ts'
import { stringMatcher } from './matches.ts'

/** Sits before the router, and does what the routes say. */
export const envoyCorsFilter = {
  name: 'envoy.filters.http.cors',
  typedConfig: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors' },
} as const

/** A CORS policy of one route (istio:pilot/pkg/networking/core/route/route.go TranslateCORSPolicy). */
export function corsPolicy(cors: Cors): { readonly [field: string]: Json } {
  const { allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAgeMs, allowCredentials, unmatchedPreflights } = cors
  const list = (field: string, values: readonly string[]) => (values.length === 0 ? {} : { [field]: values.join(',') })
  return {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy',
    allowOriginStringMatch: allowOrigins.flatMap(({ match }) => (match.op === 'present' ? [] : [stringMatcher(match)])),
    ...list('allowMethods', allowMethods),
    ...list('allowHeaders', allowHeaders),
    ...list('exposeHeaders', exposeHeaders),
    ...(maxAgeMs === undefined ? {} : { maxAge: String(Math.trunc(maxAgeMs / 1000)) }),
    ...(allowCredentials === undefined ? {} : { allowCredentials }),
    forwardNotMatchingPreflights: unmatchedPreflights === 'forward',
  }
}
