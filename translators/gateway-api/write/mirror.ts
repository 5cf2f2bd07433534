import { atLeast } from '../../../src/model/dialect.ts'
import type { Mirror } from '../../../src/model/route.ts'
import type { RouteFilter } from './http-route.ts'
import { attained, type HttpRouteSite } from './route-site.ts'

/** A mirror; Envoy counts its share in millionths, and a share that is not a whole number of percents is a fraction. */
export function mirrorFilter(mirror: Mirror, site: HttpRouteSite): RouteFilter | undefined {
  const millionths = Math.floor(mirror.percent * 10_000)
  if (millionths <= 0) return undefined
  const backendRef = attained(site.referenceTo(mirror), site)
  if (backendRef === undefined) return undefined
  if (millionths >= 1_000_000) return { type: 'RequestMirror', requestMirror: { backendRef } }
  if (!atLeast(site.versions.gatewayApi, '1.3')) {
    site.obstacles.push({ place: mirror.place, what: 'a mirror of a part of the requests, which Gateway API has since 1.3' })
    return undefined
  }
  if (millionths % 10_000 === 0) return { type: 'RequestMirror', requestMirror: { backendRef, percent: millionths / 10_000 } }
  const divisor = gcd(millionths, 1_000_000)
  const fraction = { numerator: millionths / divisor, denominator: 1_000_000 / divisor }
  return { type: 'RequestMirror', requestMirror: { backendRef, fraction } }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
