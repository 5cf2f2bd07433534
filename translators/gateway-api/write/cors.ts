import type { Cors } from '../../../src/model/route.ts'
import type { RouteFilter } from './http-route.ts'
import type { Obstacle } from './obstacle.ts'
import { knownMethods } from './row.ts'

type CorsFilter = NonNullable<RouteFilter['cors']>

/**
 * CORS as a route says it. Routes answer the preflights of unknown origins, write `Access-Control-Max-Age: 5` where none is given, and
 * name origins whole (istio:pilot/pkg/config/kube/gateway/conversion.go createCorsFilter), so only policies that mean the same pass.
 */
export function corsFilter(cors: Cors, available: boolean, obstacles: Obstacle[]): RouteFilter | undefined {
  const before = obstacles.length
  const at = cors.place
  if (!available) obstacles.push({ place: at, what: 'CORS, which Gateway API has since 1.5' })
  if (cors.unmatchedPreflights !== 'ignore') {
    obstacles.push({ place: at.field('unmatchedPreflights'), what: 'preflights of unknown origins that go on to the destination' })
  }
  if (cors.maxAgeMs === undefined || cors.maxAgeMs < 1000 || cors.maxAgeMs % 1000 !== 0) {
    obstacles.push({ place: at.field('maxAge'), what: 'a CORS policy without an age in whole seconds' })
  }
  for (const { match, place } of cors.allowOrigins) {
    if (match.op !== 'exact' || match.ignoreCase === true || !/^https?:\/\/[a-z0-9][-a-z0-9.]*(:\d{1,5})?$/.test(match.value)) {
      obstacles.push({ place, what: 'an origin that is not a complete http or https origin' })
    }
  }
  if (cors.allowOrigins.length === 0) obstacles.push({ place: at, what: 'a CORS policy without origins' })
  if (!cors.allowMethods.every((method) => method === '*' || knownMethods.has(method))) {
    obstacles.push({ place: at.field('allowMethods'), what: 'a method that routes cannot name' })
  }
  if (obstacles.length > before) return undefined
  return {
    type: 'CORS',
    cors: {
      allowOrigins: cors.allowOrigins.flatMap(({ match }) => (match.op === 'exact' ? [match.value] : [])),
      ...(cors.allowMethods.length === 0 ? {} : { allowMethods: cors.allowMethods as NonNullable<CorsFilter['allowMethods']> }),
      ...(cors.allowHeaders.length === 0 ? {} : { allowHeaders: cors.allowHeaders }),
      ...(cors.exposeHeaders.length === 0 ? {} : { exposeHeaders: cors.exposeHeaders }),
      ...(cors.allowCredentials === undefined ? {} : { allowCredentials: cors.allowCredentials }),
      maxAge: cors.maxAgeMs! / 1000,
    },
  }
}
