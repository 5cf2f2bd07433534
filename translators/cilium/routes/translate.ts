import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { BackendPolicy, Subset } from '../../../src/model/backend.ts'
import type { Change } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { flattenDelegates } from '../../../src/resolve/delegates.ts'
import { writerOf } from '../../../src/resolve/routes/route-owner.ts'
import { changedOnTheWay } from '../refusals/changed-on-the-way.ts'
import { abortFindings } from './aborted-rules.ts'
import { type RoutedPorts, translateBackendPolicies } from './backend-policies.ts'
import type { RoutedTable } from './led-to-standing.ts'
import { isRoutedAlready, nodeRivals } from './node-rivals.ts'
import { type PortRoutes, routesOfPorts } from './port-routes.ts'
import { plannedNames, RouteNames } from './route-names.ts'
import { isFollowedBySidecars, type RoutedServices, routedServicesOf, tablesOfHost } from './routed-services.ts'
import { type StreamOutcome, streamsToItself } from './streams-to-itself.ts'
import { SubsetServices } from './subset-services.ts'
import type { RouteWrites, UnclearRoutes } from './unclear-routes.ts'
import { type WrittenTable, writeTable } from './written-ports.ts'

/** Tables that are not written, by the policies that stay in their way. */
export type BarredTables = ReadonlyMap<RouteTable, AuthorizationPolicy>

type TableOutcome = WrittenTable | { readonly refusals: readonly Diagnostic[] }

const allClear: UnclearRoutes = { tables: new Set(), policies: new Set() }

/** What becomes of the routes that sidecars of clients follow. */
export interface RoutesResult {
  /** Routes, configs of Envoy and Services of subsets. */
  readonly added: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  /** The VirtualServices whose rules for the mesh are all written, and the DestinationRules whose settings are. */
  readonly translated: { readonly tables: readonly RouteTable[]; readonly policies: readonly BackendPolicy[] }
  /** The tables that are written, with the ports that they have routes for. */
  readonly written: readonly RoutedTable[]
  /** What is written for each of them, with the Services of its subsets. */
  readonly writes: RouteWrites
}

/**
 * Writes the routes that sidecars of clients follow for the ClusterIPs that those clients call. A VirtualService is translated whole or not at all: with half of its
 * rules at the node and half at a sidecar no client would follow all of them.
 */
export function translateRoutes(
  mesh: Mesh,
  options: EmitOptions,
  barred: BarredTables = new Map(),
  unclear: UnclearRoutes = allClear,
): RoutesResult {
  const subsets = new SubsetServices(mesh)
  const names = new RouteNames(mesh)
  const outcomes = mesh.routes.filter(isFollowedBySidecars).map((table) => ({
    table,
    outcome:
      unclearBy(table, unclear) ??
      barredBy(table, barred) ??
      unlessChanged(table, translateTable(table, mesh, options, { subsets, names }), { mesh, options, subsets }),
  }))
  const written = outcomes.flatMap(({ table, outcome }) => ('refusals' in outcome ? [] : [{ table, outcome }]))
  const services = subsetChanges(subsets, new Set(written.flatMap(({ outcome }) => outcome.subsets)))
  const servicesOf = (outcome: WrittenTable) => subsetChanges(subsets, new Set(outcome.subsets)).changes
  const refused = outcomes.filter(({ outcome }) => 'refusals' in outcome).map(({ table }) => table)
  const ports = written.flatMap(({ outcome }) => outcome.ports)
  const policies = translateBackendPolicies(mesh, options, routedPorts(ports, refused, mesh), { names, unclear: unclear.policies })
  return {
    added: [...written.flatMap(({ outcome }) => outcome.changes), ...services.changes, ...policies.added],
    diagnostics: [
      ...outcomes.flatMap(({ table, outcome }) =>
        'refusals' in outcome ? [...outcome.refusals, ...stays(table, options)] : outcome.diagnostics,
      ),
      ...services.diagnostics,
      ...policies.diagnostics,
    ],
    translated: { tables: written.map(({ table }) => table), policies: policies.translated },
    written: written.map(({ table, outcome }) => ({ table, ports: outcome.ports })),
    writes: {
      tables: new Map(written.map(({ table, outcome }) => [table, [...outcome.changes, ...servicesOf(outcome)]])),
      policies: policies.writes,
    },
  }
}

function unclearBy(table: RouteTable, { tables }: UnclearRoutes): { readonly refusals: readonly Diagnostic[] } | undefined {
  if (!tables.has(table)) return undefined
  const object = objectText(table.place.object)
  return { refusals: [diagnose(catalogue.ciliumRoutesTwice, table.place.field('spec'), { object })] }
}

function barredBy(table: RouteTable, barred: BarredTables): { readonly refusals: readonly Diagnostic[] } | undefined {
  const policy = barred.get(table)
  if (policy === undefined) return undefined
  const what = `\`${objectText(policy.place.object)}\`, which stays on sidecars of its destinations and does not match clients under an unknown Host`
  const related = [{ place: policy.place, message: 'the policy' }]
  return { refusals: [diagnose(catalogue.ciliumRouteNotExpressible, table.place.field('spec'), { what }, { related })] }
}

/** A table is refused where another object may change one of those that stand for it. */
function unlessChanged(
  table: RouteTable,
  outcome: TableOutcome,
  { mesh, options, subsets }: { readonly mesh: Mesh; readonly options: EmitOptions; readonly subsets: SubsetServices },
): TableOutcome {
  if ('refusals' in outcome) return outcome
  const services = subsetChanges(subsets, new Set(outcome.subsets)).changes
  const changed = changedOnTheWay([...outcome.changes, ...services], mesh, options)
  if (changed === undefined) return outcome
  return { refusals: [diagnose(catalogue.ciliumRouteNotExpressible, table.place.field('spec'), { what: changed.what })] }
}

/** Where everything is refused at once, nothing is a part. */
function stays({ place }: RouteTable, { assume }: EmitOptions): readonly Diagnostic[] {
  if (!assume.includes('sidecars-removed')) return []
  return [diagnose(catalogue.ciliumTrafficStays, place.field('spec'), { object: objectText(place.object) })]
}

function routedPorts(ports: readonly PortRoutes[], refused: readonly RouteTable[], mesh: Mesh): RoutedPorts {
  return {
    has: (service, port) => ports.some((routes) => routes.service === service && routes.port === port),
    lacks: (service) => tablesOfHost(service.host, mesh).some((table) => refused.includes(table)),
  }
}

interface Naming {
  readonly subsets: SubsetServices
  readonly names: RouteNames
}

function translateTable(original: RouteTable, mesh: Mesh, options: EmitOptions, { subsets, names }: Naming): TableOutcome {
  const spec = original.place.field('spec')
  if (!options.assume.includes('sidecars-removed'))
    return { refusals: [diagnose(catalogue.ciliumRoutesWhileSidecars, spec, { object: objectText(original.place.object) })] }
  const writer = writerOf(original, 'routes', mesh)
  if (writer !== undefined) return { refusals: [diagnose(catalogue.routeOwned, original.place, writer)] }
  const candidate = routedServicesOf(original, mesh)
  const streams = original.tls.length + original.tcp.length > 0 ? streamsOf(original, candidate, mesh) : undefined
  if (streams !== undefined && 'refusals' in streams) return streams
  if ('refusals' in candidate) return candidate
  const { table, diagnostics, complete } = flattenDelegates(original, mesh)
  const refuse = (what: string) => ({ refusals: [...diagnostics, diagnose(catalogue.ciliumRouteNotExpressible, spec, { what })] })
  if (!complete) return refuse('a delegate that cannot be merged')
  const ports = candidate.services.flatMap((service) => routesOfPorts(table, service, mesh, subsets))
  if (ports.length === 0 && streams === undefined) return refuse('rules that no port of the Service follows')
  const rivals = new Map(candidate.services.map((service) => [service, nodeRivals(service, mesh)]))
  const planned = ports.flatMap((routes) => plannedNames(routes, original, ports))
  const strange = [...rivals.values()].flat().filter(({ name }) => !planned.includes(name))
  if (strange.length > 0) {
    const related = strange.map(({ place }) => ({ place, message: 'also routes this Service' }))
    const host = original.hosts[0]?.host ?? ''
    return { refusals: [...diagnostics, diagnose(catalogue.ciliumRoutesOverlap, spec.field('hosts'), { host }, { related })] }
  }
  if (streams !== undefined) return { changes: [], subsets: [], ports: [], diagnostics: streams.diagnostics }
  if (ports.every((routes) => isRoutedAlready(rivals.get(routes.service) ?? [], routes.port, plannedNames(routes, original, ports))))
    return { changes: [], subsets: [], ports, diagnostics }
  const written = writeTable(original, ports, names, { mesh, options })
  return 'refusals' in written
    ? { refusals: [...diagnostics, ...written.refusals] }
    : { ...written, diagnostics: [...diagnostics, ...abortFindings(table.http), ...written.diagnostics] }
}

/** What TLS and TCP rules come to. Where their Services are refused, nothing is known of them. */
function streamsOf(
  table: RouteTable,
  candidate: RoutedServices,
  mesh: Mesh,
): { readonly refusals: readonly Diagnostic[] } | { readonly diagnostics: readonly Diagnostic[] } {
  const outcome: StreamOutcome =
    'services' in candidate
      ? streamsToItself(table, candidate.services, mesh)
      : { obstacle: { place: (table.tls[0] ?? table.tcp[0])!.place, what: 'TLS or TCP rules, which routes of Services do not have' } }
  if ('diagnostics' in outcome) return outcome
  const { place, what } = outcome.obstacle
  const others = 'refusals' in candidate ? candidate.refusals : []
  return { refusals: [...others, diagnose(catalogue.ciliumRouteNotExpressible, place, { what })] }
}

function subsetChanges(subsets: SubsetServices, used: ReadonlySet<Subset>) {
  const made = subsets.of(used)
  return {
    changes: made.map(({ object, service, subset }): Change => {
      const why = `the pods of the subset ${subset.name} of ${objectText(service.place.object)}`
      return { kind: 'add', object, causes: [service.place, subset.place], why }
    }),
    diagnostics: made.map(({ name, subset }) => diagnose(catalogue.ciliumSubsetService, subset.place, { name, subset: subset.name })),
  }
}
