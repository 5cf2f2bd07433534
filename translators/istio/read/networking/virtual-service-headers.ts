import type {
  VirtualServiceSpecHttpHeaders,
  VirtualServiceSpecHttpHeadersRequest,
} from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { HeaderMutation } from '../../../../src/model/route.ts'
import type { SpecContext } from './spec-context.ts'

interface Mutations {
  readonly requestHeaders: HeaderMutation
  readonly responseHeaders: HeaderMutation
}

type OperationContext = SpecContext & { readonly message: 'request' | 'response' }

const fields: FieldMap<VirtualServiceSpecHttpHeaders, Mutations, SpecContext> = {
  request: (operations, at, context) => {
    const mutation = readMutation(operations, at, { ...context, message: 'request' })
    return mutation === undefined ? {} : { requestHeaders: mutation }
  },
  response: (operations, at, context) => {
    const mutation = readMutation(operations, at, { ...context, message: 'response' })
    return mutation === undefined ? {} : { responseHeaders: mutation }
  },
}

const operationFields: FieldMap<VirtualServiceSpecHttpHeadersRequest, HeaderMutation, OperationContext> = {
  set: (headers, at, context) => ({ set: readValues(headers, at, context) }),
  add: (headers, at, context) => ({ add: readValues(headers, at, context) }),
  remove: (names, at, context) => ({
    remove: names
      .map((name, index) => ({ name, place: at.index(index) }))
      .filter(({ name, place }) => !isInternal(name) || ignored(name, place, context)),
  }),
}

/** Reads header operations of a rule or a destination; operations without any effect are left out, and reported. */
export function readHeaders(headers: VirtualServiceSpecHttpHeaders, at: Place, context: SpecContext): Partial<Mutations> {
  return readFields(fields, headers, at, context)
}

function readMutation(operations: VirtualServiceSpecHttpHeadersRequest, at: Place, context: OperationContext): HeaderMutation | undefined {
  const { set = [], add = [], remove = [] } = readFields(operationFields, operations, at, context)
  return set.length + add.length + remove.length === 0 ? undefined : { set, add, remove, place: at }
}

/**
 * Setting or adding `host` or `:authority` on a request rewrites its authority and is kept as `host`; Istio drops every other name that
 * Envoy may not touch (istio:pilot/pkg/networking/core/route/route.go translateAppendHeaders, isInternalHeader).
 */
function readValues(headers: Readonly<Record<string, string>>, at: Place, context: OperationContext): HeaderMutation['set'] {
  return Object.entries(headers)
    .map(([name, value]) => ({ name: context.message === 'request' && isAuthority(name) ? 'host' : name, value, place: at.field(name) }))
    .filter(({ name, place }) => (context.message === 'request' && isAuthority(name)) || !isInternal(name) || ignored(name, place, context))
}

function ignored(name: string, at: Place, context: OperationContext): false {
  context.diagnostics.push(diagnose(catalogue.headerNotChanged, at, { name }))
  return false
}

const isAuthority = (name: string): boolean => /^(:authority|host)$/i.test(name)

const isInternal = (name: string): boolean => name.startsWith(':') || /^host$/i.test(name)
