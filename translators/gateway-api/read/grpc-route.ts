import type {
  GRPCRouteSpec,
  GRPCRouteSpecRules,
  GRPCRouteSpecRulesMatches,
  GRPCRouteSpecRulesMatchesMethod,
} from '../../../src/crd/generated/types/gateway-api/grpc-route.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { KindReader, ReadContext } from '../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../src/model/fields.ts'
import { type SourceObject, specOf } from '../../../src/model/object.ts'
import { all, type Predicate } from '../../../src/model/predicate.ts'
import type { HttpMatch, RouteTable } from '../../../src/model/route.ts'
import type { RouteController } from '../../../src/model/route-controller.ts'
import { readFilters } from './filters.ts'
import { readHeader } from './http-route-match.ts'
import { type RuleParts, readBackendRefs, ruleOf } from './http-route-rule.ts'
import { readParents } from './parent-refs.ts'
import type { RouteContext } from './route-context.ts'
import { readRoute } from './route-table.ts'

const fields: FieldMap<GRPCRouteSpec, RouteTable, RouteContext> = {
  parentRefs: (references, at, context) => ({ bindings: readParents(references, at, context) }),
  hostnames: (names, at) => ({ hosts: names.map((host, index) => ({ host, place: at.index(index) })) }),
  rules: (rules, at, context) => ({
    http: rules.map((rule, index) => ruleOf(readFields(ruleFields, rule, at.index(index), context), at.index(index), context)),
  }),
  useDefaultGateways: unread('no controller that is known here looks at it'),
}

export const grpcRouteReader = (controller: RouteController): KindReader => ({
  group: 'gateway.networking.k8s.io',
  kind: 'GRPCRoute',
  phase: 'objects',
  read(object, context, into) {
    into.routes.push(readGrpcRoute(object, context, controller))
    return true
  },
})

/** The table that a controller has of a GRPCRoute. */
export function readGrpcRoute(object: SourceObject, context: ReadContext, controller: RouteController): RouteTable {
  const spec = specOf<GRPCRouteSpec>(object)
  return readRoute(object, context, controller, (route) => readFields(fields, spec, object.place.field('spec'), route))
}

interface MethodParts {
  readonly type: 'Exact' | 'RegularExpression'
  readonly service: string
  readonly method: string
}

const methodFields: FieldMap<GRPCRouteSpecRulesMatchesMethod, MethodParts, void> = {
  type: (type) => ({ type }),
  service: (service) => ({ service }),
  method: (method) => ({ method }),
}

const matchFields: FieldMap<GRPCRouteSpecRulesMatches, { method: Predicate; headers: readonly Predicate[] }, RouteContext> = {
  method: (method, at) => ({ method: readMethod(method, at) }),
  headers: (headers, at, context) => ({ headers: headers.map((header, index) => readHeader(header, at.index(index), context)) }),
}

/** A rule of a GRPCRoute without matches matches every request. */
const ruleFields: FieldMap<GRPCRouteSpecRules, RuleParts, RouteContext> = {
  name: (name) => ({ name }),
  matches: (matches, at, context) => ({ matches: matches.map((match, index) => readMatch(match, at.index(index), context)) }),
  filters: (filters, at, context) => ({ filters: readFilters(filters, at, context) }),
  backendRefs: (references, at, context) => ({ backends: readBackendRefs(references, at, context) }),
  sessionPersistence: unread('no controller that is known here looks at it'),
}

function readMatch(match: GRPCRouteSpecRulesMatches, place: Place, context: RouteContext): HttpMatch {
  const { method, headers = [] } = readFields(matchFields, match, place, context)
  return { predicate: all([...(method === undefined ? [] : [method]), ...headers]), place }
}

/** A gRPC call is a request for `/service/method` (istio:pilot/pkg/config/kube/gateway/conversion.go createGRPCURIMatch). */
function readMethod(match: GRPCRouteSpecRulesMatchesMethod, place: Place): Predicate {
  const { type, service, method } = readFields(methodFields, match, place, undefined)
  if (method === undefined) {
    return type === 'RegularExpression'
      ? { kind: 'path', match: { op: 'regex', value: `/${service ?? ''}/.+` }, place }
      : { kind: 'path', match: { op: 'prefix', value: `/${service ?? ''}/` }, place }
  }
  if (service === undefined || type === 'RegularExpression') {
    return { kind: 'path', match: { op: 'regex', value: `/${service ?? '[^/]+'}/${method}` }, place }
  }
  return { kind: 'path', match: { op: 'exact', value: `/${service}/${method}` }, place }
}
