import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { ReadContext } from '../../../src/model/dialect.ts'
import type { SourceObject } from '../../../src/model/object.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { RouteContext } from './route-context.ts'

/**
 * Makes the table of a Gateway API route. A route that istiod cannot convert in one part has no rules at all, so that requests are routed
 * as if it were not there (istio:pilot/pkg/config/kube/gateway/route_collections.go computeRoute). `hosts` are the hostnames as written:
 * they only count where the route is bound to a gateway.
 */
export function readRoute(
  object: SourceObject,
  context: ReadContext,
  readSpec: (routeContext: RouteContext) => Partial<RouteTable>,
): RouteTable {
  const routeContext: RouteContext = { ...context, namespace: object.ref.namespace, faults: [] }
  const spec = readSpec(routeContext)
  for (const { what, place } of routeContext.faults) context.diagnostics.push(diagnose(catalogue.routeNotProgrammed, place, { what }))
  return {
    name: object.ref.name,
    namespace: object.ref.namespace,
    hosts: [],
    bindings: [],
    order: 'specificity',
    http: [],
    tls: [],
    tcp: [],
    owners: object.owners,
    delegateOnly: false,
    ...(object.creationTimestamp === undefined ? {} : { creationTimestamp: object.creationTimestamp }),
    place: object.place,
    ...spec,
    ...(routeContext.faults.length > 0 ? { http: [], tls: [], tcp: [] } : {}),
  }
}
