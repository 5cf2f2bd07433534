import { compareText } from '../../../../src/diagnostics/place.ts'
import { type AuthorizerBody, type AuthorizerCheck, plainCheck } from '../../../../src/model/authorizer-check.ts'
import { parseDuration } from '../../../../src/model/durations.ts'
import { isMap } from './setting-values.ts'

type Settings = Readonly<Record<string, unknown>>

/**
 * How a provider is asked, without its service, port and `failOpen`. Undefined where a setting is not understood or istiod refuses it: what such an authorizer
 * is asked is not known (istio:pilot/pkg/security/authz/builder/extauthz.go).
 */
export function readAuthorizerCheck(settings: Settings, protocol: 'http' | 'grpc'): AuthorizerCheck | undefined {
  const { timeout, statusOnError, includeRequestBodyInCheck, ...others } = settings
  const timeoutMs = timeout === undefined ? plainCheck.timeoutMs : typeof timeout === 'string' ? parseDuration(timeout) : undefined
  const status = statusOnError === undefined || statusOnError === '' ? undefined : Number(statusOnError)
  const body = includeRequestBodyInCheck === undefined ? undefined : readBody(includeRequestBodyInCheck)
  const http = protocol === 'http' ? readHttp(others) : Object.keys(others).length === 0 ? {} : undefined
  if (timeoutMs === undefined || timeoutMs <= 0 || body === 'unknown' || http === undefined) return undefined
  if (status !== undefined && !statusCodes.has(status)) return undefined
  return {
    ...plainCheck,
    ...http,
    timeoutMs,
    ...(status === undefined ? {} : { statusOnError: status }),
    ...(body === undefined ? {} : { body }),
  }
}

/** Codes that Envoy knows by name (envoy:api/envoy/type/v3/http_status.proto). */
const statusCodes: ReadonlySet<number> = new Set([
  ...[100, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307, 308, 400, 401, 402, 403, 404, 405, 406],
  ...[407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 424, 426, 428, 429, 431, 500, 501, 502, 503, 504, 505, 506],
  ...[507, 508, 510, 511],
])

function readBody(value: unknown): AuthorizerBody | 'unknown' {
  if (!isMap(value)) return 'unknown'
  const { maxRequestBytes, allowPartialMessage = false, packAsBytes = false, ...others } = value
  if (Object.keys(others).length > 0 || typeof allowPartialMessage !== 'boolean' || typeof packAsBytes !== 'boolean') return 'unknown'
  const isSize = typeof maxRequestBytes === 'number' && Number.isInteger(maxRequestBytes) && maxRequestBytes > 0
  return isSize && maxRequestBytes < 2 ** 32
    ? { maxBytes: maxRequestBytes, allowPartial: allowPartialMessage, asBytes: packAsBytes }
    : 'unknown'
}

type HttpCheck = Omit<AuthorizerCheck, 'timeoutMs' | 'statusOnError' | 'body'>

function readHttp(settings: Settings): HttpCheck | undefined {
  const { pathPrefix = '', includeRequestHeadersInCheck, includeHeadersInCheck, includeAdditionalHeadersInCheck, ...answers } = settings
  const { headersToUpstreamOnAllow, headersToDownstreamOnDeny, headersToDownstreamOnAllow, ...others } = answers
  const named = readHeaders(includeRequestHeadersInCheck)
  // The deprecated list counts where the other one is empty.
  const requestHeaders = named?.length === 0 ? readHeaders(includeHeadersInCheck) : named
  const addedHeaders = readAdded(includeAdditionalHeadersInCheck)
  const toUpstream = readHeaders(headersToUpstreamOnAllow)
  const toClientOnDeny = readHeaders(headersToDownstreamOnDeny)
  const toClientOnAllow = readHeaders(headersToDownstreamOnAllow)
  const isPrefix = typeof pathPrefix === 'string' && /^(\/[\w./~-]*)?$/.test(pathPrefix)
  if (!isPrefix || Object.keys(others).length > 0 || requestHeaders === undefined || addedHeaders === undefined) return undefined
  if (toUpstream === undefined || toClientOnDeny === undefined || toClientOnAllow === undefined) return undefined
  const prefix = pathPrefix === '' ? {} : { pathPrefix }
  return { ...prefix, requestHeaders, addedHeaders, toUpstream, toClientOnDeny, toClientOnAllow }
}

/** Names of headers or patterns of them; a lone star is refused by istiod. */
function readHeaders(value: unknown): readonly string[] | undefined {
  if (value === undefined) return []
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string' && /^(\*?[\w!#$%&'+.^`|~-]+|[\w!#$%&'+.^`|~-]+\*)$/.test(one)))
    return undefined
  return [...new Set(value.map((one: string) => one.toLowerCase()))].sort(compareText)
}

/** Headers with values in which Envoy would put nothing else: a percent sign starts a command there. */
function readAdded(value: unknown): AuthorizerCheck['addedHeaders'] | undefined {
  if (value === undefined) return []
  if (!isMap(value)) return undefined
  const entries = Object.entries(value)
  if (!entries.every(([name, text]) => /^[\w-]+$/.test(name) && typeof text === 'string' && /^[ -$&-~]*$/.test(text))) return undefined
  const added = entries.map(([name, text]) => ({ name: name.toLowerCase(), value: String(text) }))
  return new Set(added.map(({ name }) => name)).size < added.length ? undefined : added.sort((a, b) => compareText(a.name, b.name))
}
