import { atLeast } from '../../../src/model/dialect.ts'
import type { Backend, HttpRule } from '../../../src/model/route.ts'
import { corsFilter } from './cors.ts'
import { headerModifier } from './headers.ts'
import type { RouteBackendRef, RouteFilter, RouteRule } from './http-route.ts'
import { mirrorFilter } from './mirror.ts'
import type { Obstacle } from './obstacle.ts'
import type { PlacedRow } from './order.ts'
import { redirectFilter } from './redirect.ts'
import { retryOf } from './retries.ts'
import { rewriteFilter } from './rewrite.ts'
import { attained, type HttpRouteSite } from './route-site.ts'

/** The action of a rule as fields of a route's rule; what it cannot say is added to the obstacles of the site. */
export function actionOf(rule: HttpRule, rows: readonly PlacedRow[], site: HttpRouteSite): RouteRule {
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
  const timing = retryOf(action, site)
  return {
    ...(filters.length === 0 ? {} : { filters }),
    ...(action.kind === 'redirect' ? {} : { backendRefs: backendRefs(rule, site) }),
    ...timing,
  }
}

function backendRefs(rule: HttpRule, site: HttpRouteSite): RouteBackendRef[] {
  const { action } = rule
  if (action.backends.length === 0) site.obstacles.push({ place: rule.place, what: 'a rule without a destination' })
  if (action.backends.length > 16) site.obstacles.push({ place: rule.place, what: 'more than 16 destinations' })
  if (action.backends.length > 1 && action.backends.every(({ weight }) => weight === 0)) {
    site.obstacles.push({ place: rule.place, what: 'destinations that all have weight 0' })
  }
  return action.backends.flatMap((backend) => {
    const reference = attained(site.referenceTo(backend), site)
    if (reference === undefined) return []
    const filters = backendFilters(backend, rule, site.obstacles)
    const weight = action.backends.length === 1 ? {} : { weight: backend.weight }
    return [{ ...reference, ...weight, ...(filters.length === 0 ? {} : { filters }) }]
  })
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
