import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { ReadContext } from '../../../src/model/dialect.ts'
import type { SourceObject } from '../../../src/model/object.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { RouteController } from '../../../src/model/route-controller.ts'
import type { RouteContext } from './route-context.ts'

/**
 * Makes the table that a controller has of a Gateway API route. One that it cannot program in one part has no rules for it. `hosts` are the
 * hostnames as written: they only count where the route is bound to a gateway.
 */
export function readRoute(
  object: SourceObject,
  context: ReadContext,
  controller: RouteController,
  readSpec: (routeContext: RouteContext) => Partial<RouteTable>,
): RouteTable {
  const routeContext: RouteContext = { ...context, namespace: object.ref.namespace, controller, asked: [] }
  const spec = readSpec(routeContext)
  const faults = routeContext.asked.filter(({ feature }) => controller.refuses.has(feature))
  for (const { what, place } of faults) context.diagnostics.push(diagnose(catalogue.routeNotProgrammed, place, { what }))
  return {
    name: object.ref.name,
    namespace: object.ref.namespace,
    controller: controller.name,
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
    ...(faults.length > 0 ? { http: [], tls: [], tcp: [] } : {}),
  }
}
