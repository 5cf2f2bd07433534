import type { NodeRoutes } from '../../model/node-routes.ts'
import type { RouteBinding } from '../../model/route.ts'
import type { Service } from '../../model/service.ts'

/** The ports that a table is attached to, one for each attachment: what a route says counts once for each of them. */
export function listenedPorts(table: NodeRoutes, service: Service): readonly number[] {
  return table.bindings.flatMap((binding) => (isFor(binding, service) ? portsOf(binding, table, service) : []))
}

/** Whether a table opens a listener on a port. */
export function hasListenerOn(table: NodeRoutes, service: Service, port: number): boolean {
  return listenedPorts(table, service).includes(port)
}

function isFor(binding: RouteBinding, { namespace, name }: Service): binding is Extract<RouteBinding, { to: 'service' }> {
  return binding.to === 'service' && binding.namespace === namespace && binding.target.name === name
}

/**
 * Without a port, a route of Gateway API is for the ports whose `appProtocol` is exactly `http`, or `grpc` for a GRPCRoute, and by an oversight for those
 * that are not TCP (cc:operator/pkg/model/ingestion/gamma.go; measured: Cilium 1.20.2). A CiliumEnvoyConfig is for all.
 */
function portsOf({ port }: Extract<RouteBinding, { to: 'service' }>, { order, place }: NodeRoutes, { ports }: Service): readonly number[] {
  if (port !== undefined) return [port]
  const wanted = place.object.kind === 'GRPCRoute' ? 'grpc' : 'http'
  const meant =
    order === 'first-match' ? ports : ports.filter(({ appProtocol, transport }) => transport !== 'TCP' || appProtocol === wanted)
  return meant.map((one) => one.port)
}
