import type { Cors } from '../../../../src/model/route.ts'
import type { Message } from '../../../envoy/message.ts'
import { readStringMatcher } from './string-match.ts'

/** The policy of a route for other origins (envoy:api/envoy/extensions/filters/http/cors/v3/cors.proto CorsPolicy). */
export function readCorsPolicy(message: Message): Cors {
  const { place } = message
  const allowOrigins = message.list('allowOriginStringMatch').flatMap((origin) => {
    const match = readStringMatcher(origin)
    return match === undefined ? [] : [{ match, place: origin.place }]
  })
  const names = (field: string): readonly string[] =>
    (message.text(field) ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
  const maxAge = message.text('maxAge')
  const allowCredentials = message.flag('allowCredentials')
  const cors: Cors = {
    allowOrigins,
    allowMethods: names('allowMethods'),
    allowHeaders: names('allowHeaders'),
    exposeHeaders: names('exposeHeaders'),
    ...(maxAge === undefined ? {} : { maxAgeMs: Number(maxAge) * 1000 }),
    ...(allowCredentials === undefined ? {} : { allowCredentials }),
    unmatchedPreflights: message.flag('forwardNotMatchingPreflights') === false ? 'ignore' : 'forward',
    place,
  }
  message.ignore('@type').done()
  return cors
}
