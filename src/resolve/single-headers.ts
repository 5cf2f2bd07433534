import { type HttpHeaders, headerValues } from '../model/request.ts'

/**
 * Headers of which Envoy has one: values that are sent on several lines are one text, joined with commas. All others have a value for each line
 * (envoy:envoy/http/header_map.h INLINE_REQ_STRING_HEADERS and what filters register; measured: Envoy 1.40.0).
 */
const singleHeaders: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'authorization',
  'cache-control',
  'content-encoding',
  'content-type',
  'expect',
  'grpc-accept-encoding',
  'grpc-timeout',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'origin',
  'pragma',
  'referer',
  'user-agent',
  'via',
  'x-client-trace-id',
  'x-envoy-decorator-operation',
  'x-envoy-downstream-service-cluster',
  'x-envoy-external-address',
  'x-envoy-original-path',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-request-id',
])

export function isSingleHeader(name: string): boolean {
  return singleHeaders.has(name.toLowerCase())
}

/** The values of a header that matchers look at, each on its own. */
export function matchedValues(headers: HttpHeaders, name: string): readonly string[] {
  const values = headerValues(headers, name)
  return values.length > 1 && isSingleHeader(name) ? [values.join(',')] : values
}
