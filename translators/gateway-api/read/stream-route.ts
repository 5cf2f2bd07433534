import type { TCPRouteSpec } from '../../../src/crd/generated/types/gateway-api/tcp-route.ts'
import type {
  TLSRouteSpec,
  TLSRouteSpecRules,
  TLSRouteSpecRulesBackendRefs,
} from '../../../src/crd/generated/types/gateway-api/tls-route.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../src/model/fields.ts'
import { specOf } from '../../../src/model/object.ts'
import type { Backend, RouteTable, StreamRule } from '../../../src/model/route.ts'
import type { RouteController } from '../../../src/model/route-controller.ts'
import { hostOf, type ReferenceParts, referenceFields } from './backend-refs.ts'
import { readParents } from './parent-refs.ts'
import type { RouteContext } from './route-context.ts'
import { readRoute } from './route-table.ts'

const backend: FieldMap<TLSRouteSpecRulesBackendRefs, ReferenceParts & { weight: number }, void> = {
  ...referenceFields,
  weight: (weight) => ({ weight }),
}

const rule: FieldMap<TLSRouteSpecRules, StreamRule, RouteContext> = {
  name: unread('names a rule and decides nothing'),
  backendRefs: (references, at, context) => ({ backends: references.map((ref, index) => readBackend(ref, at.index(index), context)) }),
}

const tlsFields: FieldMap<TLSRouteSpec, RouteTable, RouteContext> = {
  parentRefs: (references, at, context) => ({ bindings: readParents(references, at, context) }),
  hostnames: (names, at) => ({ hosts: names.map((host, index) => ({ host, place: at.index(index) })) }),
  rules: (rules, at, context) => ({ tls: readRules(rules, at, context) }),
  useDefaultGateways: unread('no controller that is known here looks at it'),
}

const tcpFields: FieldMap<TCPRouteSpec, RouteTable, RouteContext> = {
  parentRefs: (references, at, context) => ({ bindings: readParents(references, at, context) }),
  rules: (rules, at, context) => ({ tcp: readRules(rules, at, context) }),
  useDefaultGateways: unread('no controller that is known here looks at it'),
}

/** Reads a TLSRoute: its hostnames are the server names that its rules are for. */
export const tlsRouteReader = (controller: RouteController): KindReader => ({
  group: 'gateway.networking.k8s.io',
  kind: 'TLSRoute',
  phase: 'objects',
  read(object, context, into) {
    const spec = specOf<TLSRouteSpec>(object)
    const place = object.place.field('spec')
    const route = readRoute(object, context, controller, (routeContext) => readFields(tlsFields, spec, place, routeContext))
    const sniHosts = spec.hostnames ?? []
    const match = { sniHosts, destinationSubnets: [], sourceSubnets: [], place: place.field('hostnames') }
    into.routes.push({ ...route, tls: route.tls.map((entry) => ({ ...entry, matches: [match] })) })
    return true
  },
})

export const tcpRouteReader = (controller: RouteController): KindReader => ({
  group: 'gateway.networking.k8s.io',
  kind: 'TCPRoute',
  phase: 'objects',
  read(object, context, into) {
    const spec = specOf<TCPRouteSpec>(object)
    into.routes.push(readRoute(object, context, controller, (route) => readFields(tcpFields, spec, object.place.field('spec'), route)))
    return true
  },
})

function readRules(rules: readonly TLSRouteSpecRules[], at: Place, context: RouteContext): StreamRule[] {
  return rules.map((value, index) => ({
    matches: [],
    backends: [],
    ...readFields(rule, value, at.index(index), context),
    place: at.index(index),
  }))
}

function readBackend(reference: TLSRouteSpecRulesBackendRefs, place: Place, context: RouteContext): Backend {
  const { weight = 1, ...target } = readFields(backend, reference, place, undefined)
  return { ...hostOf(target, place, context), weight, place }
}
