import type { HTTPRouteSpecRulesFiltersCors } from '../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'
import type { TextMatch } from '../../../src/model/predicate.ts'
import type { Cors } from '../../../src/model/route.ts'
import type { RouteController } from '../../../src/model/route-controller.ts'

const fields: FieldMap<HTTPRouteSpecRulesFiltersCors, Cors, RouteController> = {
  allowOrigins: (origins, at, { starOfOrigin }) => ({
    allowOrigins: origins.map((origin, index) => ({ match: originMatch(origin, starOfOrigin), place: at.index(index) })),
  }),
  allowMethods: (allowMethods) => ({ allowMethods }),
  allowHeaders: (allowHeaders) => ({ allowHeaders }),
  exposeHeaders: (exposeHeaders) => ({ exposeHeaders }),
  maxAge: (seconds) => ({ maxAgeMs: seconds * 1000 }),
  allowCredentials: (allowCredentials) => ({ allowCredentials }),
}

/** Reads a CORS filter; 5 seconds is the default age (gwapi:apis/v1/httproute_types.go HTTPCORSFilter). */
export function readCorsFilter(cors: HTTPRouteSpecRulesFiltersCors, at: Place, controller: RouteController): Cors {
  return {
    allowOrigins: [],
    allowMethods: [],
    allowHeaders: [],
    exposeHeaders: [],
    maxAgeMs: 5000,
    unmatchedPreflights: controller.unmatchedPreflights,
    ...readFields(fields, cors, at, controller),
    place: at,
  }
}

/** `*` is every origin; a star among other characters stands for what the controller makes of it. */
function originMatch(origin: string, starOfOrigin: string): TextMatch {
  const star = origin.indexOf('*')
  if (origin === '*') return { op: 'present' }
  if (star === -1) return { op: 'exact', value: origin }
  if (star === origin.length - 1 && starOfOrigin === '.*') return { op: 'prefix', value: origin.slice(0, -1) }
  return { op: 'regex', value: origin.split('*').map(quote).join(starOfOrigin) }
}

const quote = (text: string): string => text.replace(/[\\.+?()|[\]{}^$]/g, '\\$&')
