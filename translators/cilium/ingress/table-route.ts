import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { HttpRule, RouteTable } from '../../../src/model/route.ts'
import { flattenDelegates } from '../../../src/resolve/delegates.ts'
import type { RouteRule } from '../../gateway-api/write/http-route.ts'
import { routeRules } from '../../gateway-api/write/http-rules.ts'
import { type Attempt, failed, type Obstacle } from '../../gateway-api/write/obstacle.ts'
import { type Destination, destinationOf } from '../routes/destinations.ts'
import { clusterSettingsOf } from '../routes/envoy/cluster-settings.ts'
import { type AskedFeature, refusedAtGateway } from '../routes/feature.ts'
import { largePatterns, versionsFor, withOperatorDefaults } from '../routes/gateway-api-route.ts'
import { ciliumOperator } from '../routes/operator.ts'
import { featuresOfPatterns } from '../routes/port-features.ts'
import { namedIn, retriesOf } from '../routes/port-routes.ts'
import { featuresOfRules } from '../routes/rule-features.ts'
import { withPathGuard } from './path-guard.ts'

/** The rules of a table at a Gateway, as an HTTPRoute has them. */
export interface GatewayRules {
  readonly rules: readonly RouteRule[]
  /** Services of other namespaces that the rules lead to. */
  readonly foreign: readonly { readonly namespace: string; readonly name: string }[]
  /** Whether a rule that answers paths which Istio would change stands before them. */
  readonly guarded: boolean
}

/** Translates what a table says at a port of a gateway; what Cilium does not do exactly is an obstacle. */
export function rulesAtGateway(
  original: RouteTable,
  gateway: EdgeGateway,
  port: number,
  mesh: Mesh,
  options: EmitOptions,
): Attempt<GatewayRules> {
  const { table, complete } = flattenDelegates(original, mesh)
  const place = original.place.field('spec')
  if (!complete) return { obstacles: [{ place, what: 'a delegate that cannot be merged' }] }
  if (table.tls.length + table.tcp.length > 0)
    return { obstacles: [{ place: (table.tls[0] ?? table.tcp[0])!.place, what: 'TLS or TCP rules' }] }
  const rules = followed(table.http, `${gateway.namespace}/${gateway.name}`, port)
  if (rules.length === 0) return { obstacles: [{ place: place.field('http'), what: 'rules none of which is for the gateway' }] }
  const destinations = namedIn(rules).map((named) => ({ named, destination: destinationOf(named, table, port, mesh) }))
  const asked: readonly AskedFeature[] = [
    ...featuresOfRules(rules),
    ...featuresOfPatterns(rules, options),
    ...destinations.flatMap(({ named, destination }) =>
      failed(destination)
        ? destination.obstacles.map((obstacle): AskedFeature => ({ feature: 'unsayable', ...obstacle }))
        : ofDestination(destination.value, named.place, mesh),
    ),
  ]
  const refused = refusedAtGateway(asked)
  if (refused.length > 0) return { obstacles: refused }
  const obstacles: Obstacle[] = [...largePatterns(rules, options)]
  const written = routeRules(rules, place.field('http'), {
    port,
    versions: versionsFor(options.versions),
    controller: ciliumOperator,
    obstacles,
    referenceTo: (named) => {
      const destination = destinationOf(named, table, port, mesh)
      if (failed(destination)) return destination
      const { service } = destination.value
      return {
        value: {
          name: service.name,
          ...(service.namespace === original.namespace ? {} : { namespace: service.namespace }),
          port: destination.value.port.port,
        },
      }
    },
  })
  if (obstacles.length > 0) return { obstacles }
  const defaults = { defaultRetries: retriesOf(mesh) }
  const complementary = withPathGuard(
    written.map((rule) => (rule.backendRefs === undefined ? rule : withOperatorDefaults(rule, defaults, options))),
    mesh.settings.pathNormalization,
  )
  if (complementary === undefined) return { obstacles: [{ place: place.field('http'), what: 'patterns that are too long' }] }
  const services = destinations.flatMap(({ destination }) => (failed(destination) ? [] : [destination.value.service]))
  return {
    value: {
      rules: complementary,
      foreign: [...new Set(services)].filter(({ namespace }) => namespace !== original.namespace),
      guarded: complementary.length > written.length,
    },
  }
}

/** The rules of the gateway up to the first that takes everything: behind it there is none. */
function followed(rules: readonly HttpRule[], gateway: string, port: number): readonly HttpRule[] {
  const own = rules.flatMap((rule): HttpRule[] => {
    const matches = rule.matches.filter(
      (match) => (match.gateways === undefined || match.gateways.includes(gateway)) && (match.port === undefined || match.port === port),
    )
    return rule.matches.length > 0 && matches.length === 0 ? [] : [{ ...rule, matches }]
  })
  const last = own.findIndex(({ matches }) => matches.length === 0)
  return last < 0 ? own : own.slice(0, last + 1)
}

function ofDestination({ service, port, subset }: Destination, place: AskedFeature['place'], mesh: Mesh): readonly AskedFeature[] {
  return [
    ...(subset === undefined ? [] : [{ feature: 'unsayable' as const, place, what: `the subset \`${subset.name}\` at a gateway` }]),
    ...(port.protocol === 'http2' || port.protocol === 'grpc'
      ? [{ feature: 'protocol' as const, place, what: 'a destination that speaks HTTP/2 whatever the client speaks' }]
      : []),
    ...clusterSettingsOf({ service, port }, mesh).asked,
  ]
}
