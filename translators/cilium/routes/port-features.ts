import { defaultProgramSize, programSize } from '../../../src/algebra/language/re2/program-size.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import type { HttpRule } from '../../../src/model/route.ts'
import { failed } from '../../gateway-api/write/obstacle.ts'
import { hasCorsFilter, isOperatorMeasured } from '../releases.ts'
import { askedChanges } from './asked-changes.ts'
import { clusterSettingsOf } from './envoy/cluster-settings.ts'
import type { AskedFeature } from './feature.ts'
import { namedIn, type PortRoutes } from './port-routes.ts'
import { featuresOfRules } from './rule-features.ts'

/** All that the routes of one port ask for: of their rules, of their destinations, and beside the other ports of the Service. */
export function featuresOfPort(
  routes: PortRoutes,
  others: readonly PortRoutes[],
  mesh: Mesh,
  options: EmitOptions,
): readonly AskedFeature[] {
  const { service, rules, place } = routes
  const beside = others.filter((other) => other !== routes && other.service === service)
  return [
    ...featuresOfRules(rules),
    ...featuresOfRelease(rules, place, options),
    ...ofDestinations(routes, mesh),
    ...featuresOfPatterns(rules, options),
    ...askedChanges(routes, mesh),
    ...(beside.length === 0 ? [] : [{ feature: 'several-ports' as const, place, what: 'routes for several ports of one Service' }]),
  ]
}

function ofDestinations(routes: PortRoutes, mesh: Mesh): readonly AskedFeature[] {
  return namedIn(routes.rules).flatMap((named): readonly AskedFeature[] => {
    const { place } = named
    const backend = routes.backendOf(named)
    if (failed(backend)) return backend.obstacles.map((obstacle): AskedFeature => ({ feature: 'unsayable', ...obstacle }))
    const { destination, namespace } = backend.value
    const { protocol } = destination.port
    return [
      ...(namespace === routes.service.namespace
        ? []
        : [{ feature: 'other-namespace' as const, place, what: 'a destination in another namespace, which needs a ReferenceGrant' }]),
      ...(protocol === 'http2' || protocol === 'grpc'
        ? [{ feature: 'protocol' as const, place, what: 'a destination that speaks HTTP/2 whatever the client speaks' }]
        : []),
      ...clusterSettingsOf(destination, mesh).asked,
    ]
  })
}

/** What the release of Cilium does not have, or was not measured to do. */
function featuresOfRelease(rules: readonly HttpRule[], place: Place, { versions: { cilium } }: EmitOptions): readonly AskedFeature[] {
  const cors = rules.flatMap(({ action }) => action.cors ?? []).at(0)
  return [
    ...(cors === undefined || hasCorsFilter(cilium)
      ? []
      : [
          {
            feature: 'unsayable' as const,
            place: cors.place,
            what: `a CORS policy, for which the Envoy of Cilium ${cilium} may have no filter`,
          },
        ]),
    ...(isOperatorMeasured(cilium)
      ? []
      : [{ feature: 'release' as const, place, what: `Cilium ${cilium}, whose operator orders and retries routes in ways of its own` }]),
  ]
}

/** One pattern that is too large makes Envoy refuse the whole table (measured: Cilium 1.20.2, Envoy 1.40.0). */
export function featuresOfPatterns(
  rules: readonly HttpRule[],
  { regexSize: limit = defaultProgramSize }: EmitOptions,
): readonly AskedFeature[] {
  return rules.flatMap(({ matches, action: { rewrite, cors } }) => {
    const conditions = matches.flatMap(({ predicate }) =>
      [...atomsOf(predicate)].flatMap((atom) =>
        'match' in atom && 'op' in atom.match && atom.match.op === 'regex' ? [{ pattern: atom.match.value, place: atom.place }] : [],
      ),
    )
    const rewriting = rewrite?.path?.kind === 'regex' ? [{ pattern: rewrite.path.pattern, place: rewrite.place }] : []
    const origins = (cors?.allowOrigins ?? []).flatMap(({ match, place }) =>
      match.op === 'regex' ? [{ pattern: match.value, place }] : [],
    )
    return [...conditions, ...rewriting, ...origins]
      .filter(({ pattern }) => programSize(pattern) > limit)
      .map(
        ({ pattern, place }): AskedFeature => ({
          feature: 'unsayable',
          place,
          what: `the pattern \`${pattern}\`, which takes more than ${limit} instructions of Envoy`,
        }),
      )
  })
}
