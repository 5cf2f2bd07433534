import type {
  VirtualServiceSpecHttpDirectResponse,
  VirtualServiceSpecHttpDirectResponseBody,
} from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { HttpAction } from '../../../../src/model/route.ts'

type Response = NonNullable<HttpAction['response']>

const body: FieldMap<VirtualServiceSpecHttpDirectResponseBody, { body: NonNullable<Response['body']> }, void> = {
  string: (text) => ({ body: { text } }),
  bytes: (base64) => ({ body: { base64 } }),
}

const fields: FieldMap<VirtualServiceSpecHttpDirectResponse, Response, void> = {
  status: (status) => ({ status }),
  body: (value, at) => readFields(body, value, at, undefined),
}

/** Reads an answer that the proxy gives itself. */
export function readResponse(response: VirtualServiceSpecHttpDirectResponse, at: Place): Response {
  return { status: 0, ...readFields(fields, response, at, undefined), place: at }
}
