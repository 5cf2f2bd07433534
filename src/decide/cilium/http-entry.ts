import type { EndpointHeader, EndpointHttp, EndpointPattern } from '../../model/endpoint-policy.ts'
import { ownValue } from '../../model/own-value.ts'
import { type HttpRequest, headerValues } from '../../model/request.ts'
import { fullMatch } from '../../resolve/text.ts'
import { and, type Truth } from '../../resolve/truth.ts'

/** Whether a request, as the node's proxy sees it, has all that one entry of `http` asks. */
export function entryHolds({ method, path, host, headers }: EndpointHttp, http: HttpRequest): Truth {
  return and([
    matches(method, http.method),
    matches(path, http.target),
    matches(host, http.authority),
    ...headers.map((header) => headerHolds(header, http)),
  ])
}

/** Patterns that do not compile are refused by Envoy, so that nothing is decided by them. */
function matches(pattern: EndpointPattern | undefined, value: string): boolean {
  return pattern === undefined || fullMatch(pattern.pattern, value)
}

/**
 * A header that may mismatch restricts nothing, and a value that is kept in a Secret is not in the input. What Envoy makes of an empty value
 * that is asked for differs by its version.
 */
function headerHolds({ name, value, mismatch, secret }: EndpointHeader, http: HttpRequest): Truth {
  if (mismatch !== undefined) return true
  const text = headerText(http, name)
  if (text === undefined) return false
  if (secret === true || (value === '' && text !== '')) return 'unknown'
  return value === undefined || text === value
}

/** All values of a header as one text (measured: Cilium 1.20.2). */
function headerText(http: HttpRequest, name: string): string | undefined {
  const own: Readonly<Record<string, string>> = {
    ':method': http.method,
    ':path': http.target,
    ':authority': http.authority,
    host: http.authority,
  }
  const values = headerValues(http.headers, name)
  return ownValue(own, name.toLowerCase()) ?? (values.length === 0 ? undefined : values.join(','))
}
