import { compareText } from '../../../../src/diagnostics/place.ts'
import { managedBy } from '../../../../src/model/managed-by.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import type { Json, KubernetesObject } from '../../../../src/model/object.ts'
import type { Backend, HttpRule, Mirror } from '../../../../src/model/route.ts'
import { failed } from '../../../gateway-api/write/obstacle.ts'
import { type NamedBackend, namedIn, type PortRoutes } from '../port-routes.ts'
import { clusterName, envoyCluster } from './cluster.ts'
import { clusterSettingsOf } from './cluster-settings.ts'
import { envoyCorsFilter } from './cors-policy.ts'
import { envoyRoutes } from './route-action.ts'

type Fields = { readonly [field: string]: Json }

/** Filters that check requests before they are routed, and the destinations that these ask. */
export interface ListenerChecks {
  readonly filters: readonly Fields[]
  readonly asked: readonly NamedBackend[]
  /** Clusters of hosts outside that they ask. */
  readonly clusters: readonly Fields[]
  /** What a rate limit service counts requests by. */
  readonly counted: readonly Fields[]
}

const noChecks: ListenerChecks = { filters: [], asked: [], clusters: [], counted: [] }

/**
 * The CiliumEnvoyConfig of one port of a Service: a listener, a table whose routes keep their order, and a cluster for each destination. Connections
 * keep the address of the client, so that policies of the destination see who it is (cc:pkg/ciliumenvoyconfig/cec_resource_parser.go).
 */
export function envoyConfig(
  routes: PortRoutes,
  name: string,
  mesh: Mesh,
  { filters, asked, clusters, counted }: ListenerChecks = noChecks,
): KubernetesObject {
  const { service, port, rules, defaultRetries } = routes
  const backends = backendsOf(routes, asked)
  const nameOf = (named: Backend | Mirror): string => {
    const backend = routes.backendOf(named)
    // Destinations that cannot be resolved keep the rules from being written.
    return failed(backend) ? '' : clusterName(backend.value)
  }
  const table = {
    '@type': 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
    name,
    ...(hasLongAnswer(rules) ? { maxDirectResponseBodySizeBytes: longestAnswer } : {}),
    virtualHosts: [
      {
        name,
        domains: ['*'],
        routes: rules.flatMap((rule) => envoyRoutes(rule, { port: port.port, defaultRetries, clusterOf: nameOf })),
        ...(counted.length === 0 ? {} : { rateLimits: counted }),
      },
    ],
  }
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumEnvoyConfig',
    metadata: {
      name,
      namespace: service.namespace,
      labels: managedBy,
      annotations: { 'cec.cilium.io/use-original-source-address': 'true' },
    },
    spec: {
      services: [{ name: service.name, namespace: service.namespace, ports: [port.port], listener: name }],
      ...(backends.length === 0 ? {} : { backendServices: synchronised(backends) }),
      resources: [
        listener(routes, name, mesh, filters),
        table,
        ...backends.map((backend) => envoyCluster(backend, clusterSettingsOf(backend.destination, mesh).settings)),
        ...clusters,
      ],
    },
  }
}

/** What sidecars take; Envoy refuses a table with a body above 4096 bytes unless it allows for more. */
const longestAnswer = 1_048_576

function hasLongAnswer(rules: readonly HttpRule[]): boolean {
  return rules.some(({ action: { response } }) => {
    const body = response?.body
    return body !== undefined && ('text' in body ? body.text : body.base64).length > 1024
  })
}

/** The clusters of the destinations, each once. */
function backendsOf(routes: PortRoutes, asked: readonly NamedBackend[]): readonly NamedBackend[] {
  const found = namedIn(routes.rules).flatMap((named) => {
    const backend = routes.backendOf(named)
    return failed(backend) ? [] : [backend.value]
  })
  return [...new Map([...asked, ...found].map((backend) => [clusterName(backend), backend])).values()].sort((a, b) =>
    compareText(clusterName(a), clusterName(b)),
  )
}

/** Services whose endpoints Envoy gets. Ports are numbers everywhere: of two configs that name one port in two ways one has no endpoints. */
function synchronised(backends: readonly NamedBackend[]): readonly Fields[] {
  const ports = new Map<string, { readonly name: string; readonly namespace: string; readonly number: string[] }>()
  for (const { name, namespace, port } of backends) {
    const key = `${namespace}/${name}`
    const known = ports.get(key) ?? { name, namespace, number: [] }
    ports.set(key, { ...known, number: [...known.number, String(port)] })
  }
  return [...ports.values()]
}

/** Reads HTTP as the sidecar of the client did: paths are normalised as the mesh says, and WebSocket passes. */
function listener({ rules }: PortRoutes, name: string, { settings }: Mesh, checks: readonly Fields[]): Fields {
  const router = {
    name: 'envoy.filters.http.router',
    typedConfig: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
  }
  const manager = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    statPrefix: name,
    rds: { routeConfigName: name },
    ...normalisation[settings.pathNormalization],
    upgradeConfigs: [{ upgradeType: 'websocket' }],
    httpFilters: [...(rules.some(({ action }) => action.cors !== undefined) ? [envoyCorsFilter] : []), ...checks, router],
  }
  return {
    '@type': 'type.googleapis.com/envoy.config.listener.v3.Listener',
    name,
    filterChains: [
      {
        filterChainMatch: { transportProtocol: 'raw_buffer' },
        filters: [{ name: 'envoy.filters.network.http_connection_manager', typedConfig: manager }],
      },
    ],
  }
}

/** `MeshConfig.pathNormalization` (istio:pilot/pkg/networking/core/listener_builder.go). */
const normalisation: Readonly<Record<Mesh['settings']['pathNormalization'], Fields>> = {
  none: { normalizePath: false },
  base: { normalizePath: true },
  'merge-slashes': { normalizePath: true, mergeSlashes: true },
  'decode-and-merge-slashes': { normalizePath: true, mergeSlashes: true, pathWithEscapedSlashesAction: 'UNESCAPE_AND_FORWARD' },
}
