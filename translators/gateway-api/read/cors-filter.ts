import type { HTTPRouteSpecRulesFiltersCors } from '../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'
import type { TextMatch } from '../../../src/model/predicate.ts'
import type { Cors } from '../../../src/model/route.ts'

const fields: FieldMap<HTTPRouteSpecRulesFiltersCors, Cors, void> = {
  allowOrigins: (origins, at) => ({
    allowOrigins: origins.map((origin, index) => ({ match: originMatch(origin), place: at.index(index) })),
  }),
  allowMethods: (allowMethods) => ({ allowMethods }),
  allowHeaders: (allowHeaders) => ({ allowHeaders }),
  exposeHeaders: (exposeHeaders) => ({ exposeHeaders }),
  maxAge: (seconds) => ({ maxAgeMs: seconds * 1000 }),
  allowCredentials: (allowCredentials) => ({ allowCredentials }),
}

/**
 * Reads a CORS filter. The proxy answers preflights of unlisted origins itself, and 5 seconds is the default age
 * (istio:pilot/pkg/config/kube/gateway/conversion.go createCorsFilter, gwapi:apis/v1/httproute_types.go HTTPCORSFilter).
 */
export function readCorsFilter(cors: HTTPRouteSpecRulesFiltersCors, at: Place): Cors {
  return {
    allowOrigins: [],
    allowMethods: [],
    allowHeaders: [],
    exposeHeaders: [],
    maxAgeMs: 5000,
    unmatchedPreflights: 'ignore',
    ...readFields(fields, cors, at, undefined),
    place: at,
  }
}

/** `*` is every origin, a star at the end any rest, a star elsewhere any text in its place. */
function originMatch(origin: string): TextMatch {
  const star = origin.indexOf('*')
  if (origin === '*') return { op: 'present' }
  if (star === -1) return { op: 'exact', value: origin }
  if (star === origin.length - 1) return { op: 'prefix', value: origin.slice(0, -1) }
  return { op: 'regex', value: origin.split('*').map(quote).join('.*') }
}

const quote = (text: string): string => text.replace(/[\\.+?()|[\]{}^$]/g, '\\$&')
