import type { HTTPRouteSpec } from '../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { KindReader, ReadContext } from '../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../src/model/fields.ts'
import { type SourceObject, specOf } from '../../../src/model/object.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { RouteController } from '../../../src/model/route-controller.ts'
import { readHttpRouteRule } from './http-route-rule.ts'
import { readParents } from './parent-refs.ts'
import type { RouteContext } from './route-context.ts'
import { readRoute } from './route-table.ts'

const fields: FieldMap<HTTPRouteSpec, RouteTable, RouteContext> = {
  parentRefs: (references, at, context) => ({ bindings: readParents(references, at, context) }),
  hostnames: (names, at) => ({ hosts: names.map((host, index) => ({ host, place: at.index(index) })) }),
  rules: (rules, at, context) => ({ http: rules.map((rule, index) => readHttpRouteRule(rule, at.index(index), context)) }),
  useDefaultGateways: unread('no controller that is known here looks at it'),
}

export const httpRouteReader = (controller: RouteController): KindReader => ({
  group: 'gateway.networking.k8s.io',
  kind: 'HTTPRoute',
  phase: 'objects',
  read(object, context, into) {
    into.routes.push(readHttpRoute(object, context, controller))
    return true
  },
})

/** The table that a controller has of an HTTPRoute. */
export function readHttpRoute(object: SourceObject, context: ReadContext, controller: RouteController): RouteTable {
  const spec = specOf<HTTPRouteSpec>(object)
  return readRoute(object, context, controller, (route) => readFields(fields, spec, object.place.field('spec'), route))
}
