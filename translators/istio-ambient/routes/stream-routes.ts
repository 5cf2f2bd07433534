import { atLeast } from '../../../src/model/dialect.ts'
import type { RouteTable, StreamRule } from '../../../src/model/route.ts'
import type { ServicePort } from '../../../src/model/service.ts'
import type { RouteSite } from './actions.ts'
import { destinationsOf } from './destinations.ts'
import { failed } from './obstacle.ts'

/** A TCPRoute or TLSRoute in the making. */
export interface StreamRoute {
  readonly kind: 'TCPRoute' | 'TLSRoute'
  readonly spec: Readonly<Record<string, unknown>>
}

/**
 * The route of a port that is no HTTP: TLS rules are tried before TCP rules, and of each kind a route holds one rule without conditions
 * (istio:pilot/pkg/networking/core/listener_waypoint.go buildWaypointNetworkFilters). istiod reads TLSRoutes since Gateway API 1.5 and
 * TCPRoutes since 1.6 (istio:pkg/config/schema/gatewayapi/minimumversions.go).
 */
export function streamRoute(table: RouteTable, port: ServicePort, site: RouteSite): StreamRoute | undefined {
  const tls = forPort(table.tls, port.port)
  const tcp = forPort(table.tcp, port.port)
  const [rule] = [...tls, ...tcp]
  if (rule === undefined) return undefined
  const stop = (what: string) => {
    site.obstacles.push({ place: rule.place, what })
    return undefined
  }
  const kind = tls.length > 0 ? 'TLSRoute' : 'TCPRoute'
  const since = kind === 'TLSRoute' ? '1.5' : '1.6'
  if (!atLeast(site.versions.gatewayApi, since)) return stop(`a ${kind}, which istiod reads since Gateway API ${since}`)
  if (tls.length + tcp.length > 1) return stop(`several TLS or TCP rules for port ${port.port}`)
  for (const match of rule.matches) {
    if (
      match.destinationSubnets.length + match.sourceSubnets.length > 0 ||
      match.clientLabels !== undefined ||
      match.clientNamespace !== undefined
    ) {
      return stop('a condition on addresses or the client')
    }
    if (kind === 'TLSRoute' && (match.sniHosts.length !== 1 || match.sniHosts[0] !== site.service.host))
      return stop('server names other than the name of the Service')
  }
  const several = rule.backends.length > 1
  if (several && rule.backends.every(({ weight }) => weight === 0)) return stop('destinations that all have weight 0')
  const destinations = destinationsOf(rule.backends, site.namespace, { port: port.port, rules: 'stream' }, site.mesh)
  if (failed(destinations)) {
    site.obstacles.push(...destinations.obstacles)
    return undefined
  }
  if (destinations.value.some(({ subset }) => subset !== undefined)) return stop('a subset of a TCP or TLS destination')
  const backendRefs = destinations.value.map(({ service, port: number }, index) => ({
    name: service.name,
    ...(service.namespace === site.service.namespace ? {} : { namespace: service.namespace }),
    port: number,
    ...(several ? { weight: rule.backends[index]!.weight } : {}),
  }))
  return { kind, spec: { ...(kind === 'TLSRoute' ? { hostnames: [site.service.host] } : {}), rules: [{ backendRefs }] } }
}

/** The rules that a port sees on a sidecar. */
export function forPort(rules: readonly StreamRule[], port: number): StreamRule[] {
  return rules.flatMap((rule) => {
    if (rule.matches.length === 0) return [rule]
    const matches = rule.matches.filter(
      (match) => (match.port === undefined || match.port === port) && (match.gateways === undefined || match.gateways.includes('mesh')),
    )
    return matches.length === 0 ? [] : [{ ...rule, matches }]
  })
}
