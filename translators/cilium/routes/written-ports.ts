import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Subset } from '../../../src/model/backend.ts'
import type { Change } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { failed } from '../../gateway-api/write/obstacle.ts'
import { routeObject } from '../../gateway-api/write/route-object.ts'
import { clientsOfNodes } from './clients-of-nodes.ts'
import { envoyConfig } from './envoy/envoy-config.ts'
import { hasRetry } from './gateway-api-route.ts'
import { type PlacedRoutes, placeRoutes } from './place-routes.ts'
import { namedIn, type PortRoutes } from './port-routes.ts'
import type { RouteNames } from './route-names.ts'

/** What is written for a table: routes or configs, and the subsets that need Services of their own. */
export interface WrittenTable {
  readonly changes: readonly Change[]
  readonly subsets: readonly Subset[]
  readonly ports: readonly PortRoutes[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Writes the routes of a table for each of its ports; refused with what stands in the way where one port cannot have them. */
export function writeTable(
  table: RouteTable,
  ports: readonly PortRoutes[],
  names: RouteNames,
  { mesh, options }: { readonly mesh: Mesh; readonly options: EmitOptions },
): WrittenTable | { readonly refusals: readonly Diagnostic[] } {
  const placed = placeRoutes(ports, mesh, options)
  const refused = placed.flatMap((one) => (one.form === 'refused' ? one.because : []))
  if (refused.length > 0) {
    const texts = new Map(refused.map(({ place, what }) => [`${place.path.join('.')} ${what}`, { place, what }]))
    return { refusals: [...texts.values()].map(({ place, what }) => diagnose(catalogue.ciliumRouteNotExpressible, place, { what })) }
  }
  const objects = placed.map((one) => ({ one, object: objectOf(one, table, ports, names, mesh) }))
  const services = [...new Set(ports.map(({ service }) => service))]
  return {
    changes: objects.flatMap(({ object }): Change[] =>
      object === undefined ? [] : [{ kind: 'add', object, causes: [table.place], why: `the routes of ${objectText(table.place.object)}` }],
    ),
    subsets: ports.flatMap(subsetsIn),
    ports,
    diagnostics: [
      ...services.map((service) =>
        diagnose(catalogue.ciliumRoutesForAll, table.place.field('spec'), { service: objectText(service.place.object) }),
      ),
      ...clientsOfNodes(services, table.place.field('spec'), mesh),
      ...placed.flatMap((one) => findingsOf(one, table, options)),
    ],
  }
}

function objectOf(
  placed: PlacedRoutes,
  table: RouteTable,
  all: readonly PortRoutes[],
  names: RouteNames,
  mesh: Mesh,
): KubernetesObject | undefined {
  const { routes } = placed
  const { service, port } = routes
  switch (placed.form) {
    case 'routes': {
      const parent = { service: service.name, namespace: service.namespace, port: port.port }
      return routeObject(placed.draft, names.ofRoute(routes, table, all), parent)
    }
    case 'envoy':
      return envoyConfig(routes, names.ofConfig(routes), mesh)
    case 'refused':
      return undefined
  }
}

function subsetsIn({ rules, backendOf }: PortRoutes): readonly Subset[] {
  return namedIn(rules).flatMap((named) => {
    const backend = backendOf(named)
    const subset = failed(backend) ? undefined : backend.value.destination.subset
    return subset === undefined ? [] : [subset]
  })
}

function findingsOf(placed: PlacedRoutes, table: RouteTable, options: EmitOptions): readonly Diagnostic[] {
  const { service, port, rules, defaultRetries } = placed.routes
  const at = `${service.namespace}/${service.name}:${port.port}`
  const sniffed =
    port.protocol === 'auto'
      ? [
          diagnose(
            catalogue.ciliumSniffedPort,
            table.place.field('spec'),
            { port: at },
            { related: [{ place: port.place, message: 'the port' }] },
          ),
        ]
      : []
  if (placed.form === 'envoy')
    return [diagnose(catalogue.ciliumRouteEnvoyConfig, placed.because.place, { port: at, what: placed.because.what }), ...sniffed]
  const forwards = rules.some(({ action }) => action.kind === 'forward')
  const retried = defaultRetries > 0
  return forwards
    ? [
        diagnose(catalogue.ciliumRouteDefaults, table.place.field('spec'), {
          port: at,
          retries: !retried ? 'none' : hasRetry(options) ? 'other causes' : 'lost',
        }),
        ...sniffed,
      ]
    : sniffed
}
