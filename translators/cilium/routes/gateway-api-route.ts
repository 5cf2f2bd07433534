import { defaultProgramSize, programSize } from '../../../src/algebra/language/re2/program-size.ts'
import { atLeast, type EmitOptions, type TargetVersions } from '../../../src/model/dialect.ts'
import { conjuncts } from '../../../src/model/predicate.ts'
import type { HttpRule } from '../../../src/model/route.ts'
import type { RouteRule } from '../../gateway-api/write/http-route.ts'
import { routeRules } from '../../gateway-api/write/http-rules.ts'
import { type Attempt, failed, type Obstacle } from '../../gateway-api/write/obstacle.ts'
import type { RouteDraft } from '../../gateway-api/write/route-object.ts'
import { writtenValue } from '../../gateway-api/write/row.ts'
import { gatewayApiCrds } from '../prerequisites/gateway-api-crds.ts'
import { ciliumOperator } from './operator.ts'
import type { PortRoutes } from './port-routes.ts'

/** Whether routes can have `retry` in the channel of the Gateway API that is installed. */
export function hasRetry({ versions }: EmitOptions): boolean {
  const { gatewayApi, gatewayApiChannel } = versionsFor(versions)
  return atLeast(gatewayApi, gatewayApiChannel === 'experimental' ? '1.2' : '1.7')
}

/** Routes are written for the release of the Gateway API that this release of Cilium takes, where the cluster may have a newer one. */
export function versionsFor(versions: TargetVersions): TargetVersions {
  const taken = gatewayApiCrds(versions)?.version
  return taken === undefined || atLeast(taken, versions.gatewayApi) ? versions : { ...versions, gatewayApi: taken }
}

/** The HTTPRoute of one port of a Service, without a name; what its schema or its order cannot say is an obstacle. */
export function gatewayApiRoute(routes: PortRoutes, options: EmitOptions): Attempt<RouteDraft> {
  const { rules, service, port, place } = routes
  const obstacles: Obstacle[] = [...largePatterns(rules, options)]
  const written = routeRules(rules, place, {
    port: port.port,
    versions: versionsFor(options.versions),
    controller: ciliumOperator,
    obstacles,
    referenceTo: (named) => {
      const backend = routes.backendOf(named)
      if (failed(backend)) return backend
      const { name, namespace, port: number } = backend.value
      if (namespace === service.namespace) return { value: { name, port: number } }
      return { obstacles: [{ place: named.place, what: 'a destination in another namespace, which needs a ReferenceGrant' }] }
    },
  })
  if (obstacles.length > 0) return { obstacles }
  return { value: { kind: 'HTTPRoute', spec: { rules: written.map((rule) => withOperatorDefaults(rule, routes, options)) } } }
}

/** Without a timeout the operator leaves it to Envoy, and sidecars have none; the retries of the mesh are spelled out. */
export function withOperatorDefaults(
  rule: RouteRule,
  { defaultRetries }: Pick<PortRoutes, 'defaultRetries'>,
  options: EmitOptions,
): RouteRule {
  return {
    ...rule,
    timeouts: rule.timeouts ?? { request: '0s' },
    ...(defaultRetries > 0 && hasRetry(options) ? { retry: { attempts: defaultRetries } } : {}),
  }
}

/** Patterns as routes have them, which are longer than those of the rules: one that is too large makes Envoy refuse the whole table. */
export function largePatterns(rules: readonly HttpRule[], { regexSize: limit = defaultProgramSize }: EmitOptions): readonly Obstacle[] {
  return rules.flatMap(({ matches }) =>
    matches.flatMap(({ predicate }) =>
      conjuncts(predicate).flatMap((part): readonly Obstacle[] => {
        if (part.kind !== 'header' && part.kind !== 'query') return []
        const written = writtenValue(part.match)
        const isLarge = written?.op === 'regex' && programSize(written.value) > limit
        return isLarge ? [{ place: part.place, what: `a pattern that takes more than ${limit} instructions of Envoy` }] : []
      }),
    ),
  )
}
