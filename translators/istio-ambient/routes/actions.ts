import { atLeast, type TargetVersions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Backend, HttpRule, Mirror } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { corsFilter } from './cors.ts'
import { type Destination, destinationOf } from './destinations.ts'
import { headerModifier } from './headers.ts'
import type { RouteBackendRef, RouteFilter, RouteRule } from './http-route.ts'
import { failed, type Obstacle } from './obstacle.ts'
import type { PlacedRow } from './order.ts'
import { isPlainReplacement, isPreciseHostname, redirectFilter } from './redirect.ts'
import { retryOf } from './retries.ts'
import { type VersionService, versionServiceFor } from './version-service.ts'

/** Where the routes of a table are being written: one port of one Service. */
export interface RouteSite {
  readonly service: Service
  readonly port: number
  /** The namespace that short host names belong to. */
  readonly namespace: string
  readonly mesh: Mesh
  readonly versions: TargetVersions
  readonly versionServices: VersionService[]
  readonly obstacles: Obstacle[]
}

/** The action of a rule as fields of a route's rule; what it cannot say is added to the obstacles of the site. */
export function actionOf(rule: HttpRule, rows: readonly PlacedRow[], site: RouteSite): RouteRule {
  const { action } = rule
  const { obstacles } = site
  if (action.fault?.delay !== undefined || action.fault?.abort !== undefined)
    obstacles.push({ place: action.fault.place, what: 'an injected fault' })
  if (action.kind === 'respond') obstacles.push({ place: action.response?.place ?? rule.place, what: 'a direct response' })
  if (action.kind === 'delegate') obstacles.push({ place: rule.place, what: 'a delegate' })
  const filters: RouteFilter[] = []
  if (action.requestHeaders !== undefined) {
    filters.push({ type: 'RequestHeaderModifier', requestHeaderModifier: headerModifier(action.requestHeaders, obstacles) })
  }
  if (action.responseHeaders !== undefined) {
    filters.push({ type: 'ResponseHeaderModifier', responseHeaderModifier: headerModifier(action.responseHeaders, obstacles) })
  }
  if (action.redirect !== undefined) {
    const filter = redirectFilter(action.redirect, site.port, atLeast(site.versions.gatewayApi, '1.6'), obstacles)
    if (filter !== undefined) filters.push(filter)
    if (action.rewrite !== undefined) obstacles.push({ place: action.rewrite.place, what: 'a redirect with a rewrite' })
  } else if (action.rewrite !== undefined) {
    const filter = rewriteFilter(rule, rows, obstacles)
    if (filter !== undefined) filters.push(filter)
  }
  for (const mirror of action.mirrors) {
    const filter = mirrorFilter(mirror, site)
    if (filter !== undefined) filters.push(filter)
  }
  if (action.cors !== undefined) {
    const filter = corsFilter(action.cors, atLeast(site.versions.gatewayApi, '1.5'), obstacles)
    if (filter !== undefined) filters.push(filter)
  }
  const timing = retryOf(action, site.versions, obstacles)
  return {
    ...(filters.length === 0 ? {} : { filters }),
    ...(action.kind === 'redirect' ? {} : { backendRefs: backendRefs(rule, site) }),
    ...timing,
  }
}

function backendRefs(rule: HttpRule, site: RouteSite): RouteBackendRef[] {
  const { action } = rule
  if (action.backends.length === 0) site.obstacles.push({ place: rule.place, what: 'a rule without a destination' })
  if (action.backends.length > 16) site.obstacles.push({ place: rule.place, what: 'more than 16 destinations' })
  if (action.backends.length > 1 && action.backends.every(({ weight }) => weight === 0)) {
    site.obstacles.push({ place: rule.place, what: 'destinations that all have weight 0' })
  }
  return action.backends.flatMap((backend) => {
    const reference = referenceTo(backend, site)
    if (reference === undefined) return []
    const filters = backendFilters(backend, rule, site.obstacles)
    const weight = action.backends.length === 1 ? {} : { weight: backend.weight }
    return [{ ...reference, ...weight, ...(filters.length === 0 ? {} : { filters }) }]
  })
}

/** Refers to a destination; a subset becomes a Service of its own. */
function referenceTo(named: Backend | Mirror, site: RouteSite): { name: string; namespace?: string; port: number } | undefined {
  const attempt = destinationOf(named, site.namespace, { port: site.port, rules: 'http' }, site.mesh)
  if (failed(attempt)) {
    site.obstacles.push(...attempt.obstacles)
    return undefined
  }
  const { service, port } = attempt.value
  const name = nameOf(attempt.value, named, site)
  if (name === undefined) return undefined
  return { name, ...(service.namespace === site.service.namespace ? {} : { namespace: service.namespace }), port }
}

function nameOf({ service, subset }: Destination, named: Backend | Mirror, site: RouteSite): string | undefined {
  if (subset === undefined) return service.name
  const known = site.versionServices.find((version) => version.service === service && version.choice.subset === subset.subset)
  if (known !== undefined) return known.name
  const version = versionServiceFor(service, subset, named.place, site.mesh)
  if (failed(version)) {
    site.obstacles.push(...version.obstacles)
    return undefined
  }
  site.versionServices.push(version.value)
  return version.value.name
}

function backendFilters(backend: Backend, rule: HttpRule, obstacles: Obstacle[]): NonNullable<RouteBackendRef['filters']> {
  const { requestHeaders, responseHeaders } = backend
  const overlaps = (own: typeof requestHeaders, outer: typeof requestHeaders) => {
    const names = new Set([...(outer?.set ?? []), ...(outer?.add ?? []), ...(outer?.remove ?? [])].map(({ name }) => name.toLowerCase()))
    return [...(own?.set ?? []), ...(own?.add ?? []), ...(own?.remove ?? [])].some(({ name }) => names.has(name.toLowerCase()))
  }
  if (overlaps(requestHeaders, rule.action.requestHeaders) || overlaps(responseHeaders, rule.action.responseHeaders)) {
    obstacles.push({ place: backend.place, what: 'a header that both the rule and a destination change' })
  }
  return [
    ...(requestHeaders === undefined
      ? []
      : [{ type: 'RequestHeaderModifier' as const, requestHeaderModifier: headerModifier(requestHeaders, obstacles) }]),
    ...(responseHeaders === undefined
      ? []
      : [{ type: 'ResponseHeaderModifier' as const, responseHeaderModifier: headerModifier(responseHeaders, obstacles) }]),
  ]
}

/** A rewrite; the byte prefix that Istio replaces is only the whole path for matches that are no prefix. */
function rewriteFilter(rule: HttpRule, rows: readonly PlacedRow[], obstacles: Obstacle[]): RouteFilter | undefined {
  const { rewrite } = rule.action
  if (rewrite === undefined) return undefined
  const before = obstacles.length
  const { path, authority } = rewrite
  const whole = rows.every((row) => row.path.op === 'exact' || row.path.op === 'regex')
  if (path !== undefined && (path.kind !== 'prefix' || !whole || !isPlainReplacement(path.value) || !path.value.startsWith('/'))) {
    const what = path.kind === 'regex' ? 'a rewrite by a regular expression' : 'a rewrite of a byte prefix of the path'
    obstacles.push({ place: rewrite.place, what })
  }
  if (authority !== undefined && !isPreciseHostname(authority))
    obstacles.push({ place: rewrite.place, what: 'a rewrite to an authority that is no host name' })
  if (obstacles.length > before || (path === undefined && authority === undefined)) return undefined
  return {
    type: 'URLRewrite',
    urlRewrite: {
      ...(authority === undefined ? {} : { hostname: authority }),
      ...(path === undefined || path.kind === 'regex' ? {} : { path: { type: 'ReplaceFullPath', replaceFullPath: path.value } }),
    },
  }
}

/** A mirror; Envoy counts its share in millionths, and a share that is no whole number of percents is a fraction. */
function mirrorFilter(mirror: Mirror, site: RouteSite): RouteFilter | undefined {
  const millionths = Math.floor(mirror.percent * 10_000)
  if (millionths <= 0) return undefined
  const backendRef = referenceTo(mirror, site)
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
