import type { VirtualServiceSpecHttpCorsPolicy } from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { Cors } from '../../../../src/model/route.ts'
import { durationAt } from './duration.ts'
import type { SpecContext } from './spec-context.ts'
import { readStringMatch } from './string-match.ts'

const fields: FieldMap<VirtualServiceSpecHttpCorsPolicy, Cors, SpecContext> = {
  // Origins of the deprecated list are compared whole; it is not looked at beside `allowOrigins`.
  allowOrigin: (origins, at) => ({
    allowOrigins: origins.map((value, index) => ({ match: { op: 'exact', value }, place: at.index(index) })),
  }),
  allowOrigins: (origins, at) =>
    origins.length === 0
      ? {}
      : { allowOrigins: origins.map((origin, index) => ({ match: readStringMatch(origin), place: at.index(index) })) },
  allowMethods: (allowMethods) => ({ allowMethods }),
  allowHeaders: (allowHeaders) => ({ allowHeaders }),
  exposeHeaders: (exposeHeaders) => ({ exposeHeaders }),
  maxAge: (text, at, context) => {
    const ms = durationAt(text, at, context)
    return ms === undefined ? {} : { maxAgeMs: ms }
  },
  allowCredentials: (allowCredentials) => ({ allowCredentials }),
  unmatchedPreflights: (value) => ({ unmatchedPreflights: value === 'IGNORE' ? 'ignore' : 'forward' }),
}

/** Reads a CORS policy. A preflight of an origin that is not listed goes on to the destination unless `unmatchedPreflights` says IGNORE. */
export function readCors(cors: VirtualServiceSpecHttpCorsPolicy, at: Place, context: SpecContext): Cors {
  return {
    allowOrigins: [],
    allowMethods: [],
    allowHeaders: [],
    exposeHeaders: [],
    unmatchedPreflights: 'forward',
    ...readFields(fields, cors, at, context),
    place: at,
  }
}
