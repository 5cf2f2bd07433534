import { atLeast } from '../../model/dialect.ts'
import { type HttpHeaders, type HttpRequest, headerValues } from '../../model/request.ts'
import type { Walk } from './walk.ts'

/** The first Istio whose Envoy (1.39) compares each value of a header in routes; authorization does since Envoy 1.37.1 and its patch releases. */
const eachValueSince = '1.31'

/** A request as routes look at it: older proxies join the lines of each header with commas. */
export function seenByRoutes({ istio }: Walk, http: HttpRequest): HttpRequest {
  if (istio === undefined || atLeast(istio, eachValueSince)) return http
  return { ...http, headers: joined(http.headers) }
}

/** The same for the proxies of Cilium's nodes, whose Envoy is older than that. */
export function seenByNode(http: HttpRequest): HttpRequest {
  return { ...http, headers: joined(http.headers) }
}

function joined(headers: HttpHeaders): HttpHeaders {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, headerValues(headers, name).join(',')]))
}
