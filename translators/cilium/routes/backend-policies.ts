import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { BackendPolicy } from '../../../src/model/backend.ts'
import type { Change } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { serviceOfHost } from '../../../src/resolve/hosts.ts'
import { changedOnTheWay } from '../refusals/changed-on-the-way.ts'
import { clientsOfNodes } from './clients-of-nodes.ts'
import { followedByAll } from './destination-rules.ts'
import { clusterSettingsOf } from './envoy/cluster-settings.ts'
import { envoyConfig } from './envoy/envoy-config.ts'
import { type AskedFeature, routeFormOf } from './feature.ts'
import { isRoutedAlready, nodeRivals } from './node-rivals.ts'
import { saysOnlyTls, withoutMutualTls } from './only-tls.ts'
import { ownRoutes } from './own-routes.ts'
import { readsHttp } from './port-routes.ts'
import { plannedConfig, type RouteNames } from './route-names.ts'

/** What becomes of DestinationRules. */
export interface BackendPolicies {
  readonly added: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  /** Those whose settings are all written, or that change no connection. */
  readonly translated: readonly BackendPolicy[]
  /** What is written for each of them. */
  readonly writes: ReadonlyMap<BackendPolicy, readonly Change[]>
}

/** Ports of Services that have routes, and the Services of which a VirtualService is not translated. */
export interface RoutedPorts {
  has(service: Service, port: ServicePort): boolean
  lacks(service: Service): boolean
}

type Outcome =
  | { readonly refusals: readonly Diagnostic[] }
  | { readonly changes: readonly Change[]; readonly diagnostics: readonly Diagnostic[] }

/** Writes the settings of connections for ports without routes; routes have those of their destinations in their own clusters. */
export function translateBackendPolicies(
  mesh: Mesh,
  options: EmitOptions,
  routed: RoutedPorts,
  { names, unclear }: { readonly names: RouteNames; readonly unclear: ReadonlySet<BackendPolicy> },
): BackendPolicies {
  const own = mesh.backendPolicies.filter(({ fillsIn }) => fillsIn === undefined)
  const outcomes = own.map((policy) => ({
    policy,
    outcome: unclear.has(policy) ? twice(policy) : translatePolicy(policy, { mesh, options, routed, names }),
  }))
  const written = outcomes.flatMap(({ policy, outcome }) => ('refusals' in outcome ? [] : [[policy, outcome.changes] as const]))
  return {
    added: written.flatMap(([, changes]) => changes),
    diagnostics: outcomes.flatMap(({ policy, outcome }) =>
      'refusals' in outcome ? [...outcome.refusals, ...stays(policy, options)] : outcome.diagnostics,
    ),
    translated: written.map(([policy]) => policy),
    writes: new Map(written),
  }
}

function twice({ place }: BackendPolicy): Outcome {
  return { refusals: [diagnose(catalogue.ciliumRoutesTwice, place.field('spec'), { object: objectText(place.object) })] }
}

/** Where everything is refused at once, nothing is a part. */
function stays({ place }: BackendPolicy, { assume }: EmitOptions): readonly Diagnostic[] {
  if (!assume.includes('sidecars-removed')) return []
  return [diagnose(catalogue.ciliumTrafficStays, place.field('spec'), { object: objectText(place.object) })]
}

interface Writing {
  readonly mesh: Mesh
  readonly options: EmitOptions
  readonly routed: RoutedPorts
  readonly names: RouteNames
}

function translatePolicy(policy: BackendPolicy, { mesh, options, routed, names }: Writing): Outcome {
  const object = objectText(policy.place.object)
  const spec = policy.place.field('spec')
  const refuse = (...asked: readonly Pick<AskedFeature, 'place' | 'what'>[]): Outcome => ({
    refusals: asked.map(({ place, what }) => diagnose(catalogue.ciliumBackendPolicy, place, { what })),
  })
  if (!options.assume.includes('sidecars-removed')) return { refusals: [diagnose(catalogue.ciliumRoutesWhileSidecars, spec, { object })] }
  const service = serviceOfHost(mesh, policy.host, policy.namespace)
  const failing = withoutMutualTls(policy, mesh)
  if (failing !== undefined) return refuse({ place: spec, ...failing })
  if (saysOnlyTls(policy)) {
    const isKnown = policy.host.includes('*') || (service !== undefined && service.externalName === undefined)
    if (isKnown && isForEveryClient(policy) && policy.subsets.length === 0) return { changes: [], diagnostics: [] }
  }
  if (service === undefined || service.headless || service.externalName !== undefined)
    return refuse({ place: policy.hostPlace, what: `the host \`${policy.host}\`, which is not a Service of the input with a virtual IP` })
  if (policy.owners.length > 0) return refuse({ place: spec, what: 'a controller that writes it' })
  if (policy.clientSelector !== undefined)
    return refuse({ place: spec.field('workloadSelector'), what: 'clients of some labels only, which follow it' })
  if (followedByAll(service, mesh) !== policy)
    return refuse({ place: spec, what: 'clients that do not follow it, or follow another one for the same host' })
  const settings = service.ports.map((port) => ({ port, asked: clusterSettingsOf({ service, port }, mesh).asked }))
  const ofSubsets = policy.subsets.flatMap((subset) =>
    service.ports.flatMap((port) => clusterSettingsOf({ service, port, subset }, mesh).asked),
  )
  const placement = routeFormOf([...settings.flatMap(({ asked }) => asked), ...ofSubsets])
  if (placement.form === 'refused') return refuse(...distinct(placement.because))
  const asking = settings.filter(({ asked }) => asked.length > 0)
  const balanced = asking.filter(({ port, asked }) => !readsHttp(port) && asked.every(isBalancing)).map(({ port }) => port)
  const set = asking.map(({ port }) => port).filter((port) => !balanced.includes(port))
  const bytes = set.find((port) => !readsHttp(port))
  if (bytes !== undefined)
    return refuse({ place: spec, what: `settings for port ${bytes.port} of \`${service.name}\`, on which proxies do not read HTTP` })
  const rivals = nodeRivals(service, mesh)
  const open = set.filter((port) => !routed.has(service, port) && !isRoutedAlready(rivals, port, [plannedConfig({ service, port })]))
  const isRival = open.some(({ port }) => rivals.some(({ ports }) => ports.length === 0 || ports.includes(port)))
  if (open.length > 0 && (routed.lacks(service) || isRival))
    return refuse({ place: spec, what: `the routes of \`${service.name}\`, which are not translated` })
  const changes = open.map((port): Change => {
    const routes = ownRoutes(service, port, policy.hostPlace, mesh)
    return {
      kind: 'add',
      object: envoyConfig(routes, names.ofConfig(routes), mesh),
      causes: [policy.place],
      why: `the settings of ${object}`,
    }
  })
  const changed = changedOnTheWay(changes, mesh, options)
  if (changed !== undefined) return refuse({ place: spec, what: changed.what })
  const sniffed = open.filter(({ protocol }) => protocol === 'auto')
  return {
    changes,
    diagnostics: [
      ...(placement.form === 'envoy' && (set.length > 0 || balanced.length === 0)
        ? [diagnose(catalogue.ciliumCountsByNode, spec, { object })]
        : []),
      ...(changes.length > 0 ? clientsOfNodes([service], spec, mesh) : []),
      ...balanced.map(({ port }) =>
        diagnose(catalogue.ciliumBalancesItself, spec, { port: `${service.namespace}/${service.name}:${port}`, object }),
      ),
      ...sniffed.map(({ port, place }) =>
        diagnose(
          catalogue.ciliumSniffedPort,
          spec,
          { port: `${service.namespace}/${service.name}:${port}` },
          { related: [{ place, message: 'the port' }] },
        ),
      ),
    ],
  }
}

/** Not for clients of some labels, and not written again by a controller. */
function isForEveryClient({ clientSelector, owners }: BackendPolicy): boolean {
  return clientSelector === undefined && owners.length === 0
}

/** Which pod of a Service a connection arrives at is left open by every algorithm. */
function isBalancing({ feature, place }: AskedFeature): boolean {
  return feature === 'connection-settings' && place.path.at(-1) === 'loadBalancer'
}

/** Ports ask for the same values. */
function distinct(asked: readonly AskedFeature[]): readonly AskedFeature[] {
  return [...new Map(asked.map((one) => [`${one.place.path.join('.')} ${one.what}`, one])).values()]
}
