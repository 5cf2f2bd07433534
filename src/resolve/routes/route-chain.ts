import type { Place } from '../../diagnostics/place.ts'
import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import { all, always, conjuncts, type Predicate } from '../../model/predicate.ts'
import type { HttpMatch, RouteTable } from '../../model/route.ts'
import type { ExternalHost, Service } from '../../model/service.ts'
import type { Labels } from '../../model/workload.ts'
import { flattenDelegates } from '../delegates.ts'
import { endOfHost, hostsMatch, isRegistryHost, serviceOfHost } from '../hosts.ts'
import type { ChainRule, RoutesAt } from './chain-rule.ts'
import { tableThatFreezes } from './frozen-waypoint.ts'
import { namespacesOfGateway } from './gateway-hosts.ts'
import { tablesServing } from './gateway-tables.ts'
import { catchAllsLast, orderIsMeaningless } from './merged-at-gateway.ts'
import { seesTable, sidecarsFor, sortedLabels } from './sidecar-scope.ts'
import { bySpecificity } from './specificity.ts'
import { attachedHosts, meshHosts, scopedHosts, sidecarHosts, visibleTo } from './table-hosts.ts'
import { inOrder, mergedByKey, meshKeys, ofMostSpecificName, rankFor } from './table-order.ts'
import { tablesAt, tablesFor } from './tables-by-host.ts'

/**
 * The routes that a sidecar applies to its client's requests for a host: of the tables that are exported to the client and that its Sidecar
 * lists the one with the most specific host, of equals the first by rank and age (istio:pilot/pkg/networking/core/httproute.go, pilot/pkg/model/sidecar.go).
 * The name of an ExternalName Service is one more name of its host, unless a table is for the name itself, on a port that is declared for it; of tables
 * for both the first built has the name (istio:pilot/pkg/networking/core/httproute.go generateVirtualHostDomains, dedupeDomains). Undetermined where a
 * table is for the name on a port that is not declared for it, and where `externalName` ends with a dot, without which it is the host of a Service.
 */
export function sidecarRoutes(mesh: Mesh, client: RoutedClient, host: string, port: number): RoutesAt {
  const end = endOfHost(mesh, host)
  if (end === undefined) return routesNamed(mesh, client, host, port)
  const alias = serviceOfHost(mesh, host, '')!
  const own = routesNamed(mesh, client, host, port)
  const behind = isRegistryHost(mesh, end) ? routesNamed(mesh, client, end, port) : noTable
  const doubt = (why: string): RoutesAt => {
    const among = [own, behind].flatMap((routes) => (routes.kind === 'undetermined' ? routes.among : [routes]))
    return { kind: 'undetermined', why, at: alias.place, among }
  }
  if (alias.externalName !== end && alias.externalName!.endsWith('.') && isRegistryHost(mesh, end))
    return doubt(`whether proxies take ${host} for another name of ${end}, as its externalName ends with a dot`)
  if (own.kind === 'default') return behind
  if (haveSameTables(own, behind)) return own
  if (!alias.ports.some((one) => one.port === port))
    return doubt(`whether routes of ${host} are for its port ${port}, which it does not declare`)
  return behind.kind === 'default' ? own : doubt(`which VirtualService comes first, that of ${host} or that of ${end}`)
}

interface RoutedClient {
  readonly namespace: string
  readonly labels?: Labels | undefined
}

const noTable: RoutesAt = { kind: 'default' }

/** As of one VirtualService for both names. */
function haveSameTables(one: RoutesAt, other: RoutesAt): boolean {
  if (one.kind !== 'chain' || other.kind !== 'chain') return false
  return one.tables.length === other.tables.length && one.tables.every((table, index) => table === other.tables[index])
}

/** The same by one name. */
function routesNamed(mesh: Mesh, client: RoutedClient, host: string, port: number): RoutesAt {
  const exported = tablesFor(mesh, [host])
    .filter((table) => visibleTo(mesh, table, client.namespace))
    .flatMap((table) => sidecarHosts(mesh, table, client.namespace, host, port).map((name) => ({ table, name })))
  if (exported.length === 0) return { kind: 'default' }
  const evaluation: Evaluation = { port, namespace: client.namespace, labels: client.labels, applies: isForMesh }
  const doubtful = (why: string, at: Place, among: readonly RouteTable[]) => ({
    kind: 'undetermined' as const,
    why,
    at,
    among: eachAlone(mesh, among, evaluation),
  })
  const sidecars = sidecarsFor(mesh, { namespace: client.namespace, labels: client.labels })
  const scopes = sidecars.map((sidecar) =>
    exported.filter(({ table }) => seesTable(sidecar, client.namespace, table.namespace, scopedHosts(mesh, table))),
  )
  const candidates = scopes[0]!
  if (scopes.some((scope) => scope.length !== candidates.length || scope.some((one, index) => one !== candidates[index])))
    return {
      ...doubtful(
        'which Sidecar the client has',
        exported[0]!.table.place,
        exported.map(({ table }) => table),
      ),
      about: JSON.stringify(
        sidecars.map((sidecar, index) => [sortedLabels(sidecar?.labels), scopes[index]!.map((one) => exported.indexOf(one))]),
      ),
    }
  if (candidates.length === 0) return { kind: 'default' }
  const tables = ofMostSpecificName(candidates)
  const groups = mergedByKey(tables, (table) => meshKeys(mesh, table, [host], port))
  const ordered = inOrder(groups, rankFor(mesh, client.namespace))
  if ('why' in ordered) {
    // Where only one has a rule for the port, it does not matter who is older.
    const able = groups.map((group) => chainOf(mesh, [group.tables], evaluation)).filter(({ kind }) => kind !== 'default')
    return able.length === 1 ? able[0]! : doubtful(ordered.why, ordered.at, tables)
  }
  // A table without a rule for the port makes room for the next.
  const chains = ordered.groups.map((group) => chainOf(mesh, [group], evaluation))
  return chains.find(({ kind }) => kind !== 'default') ?? { kind: 'default', tables: ordered.groups.flat() }
}

/**
 * The routes that a waypoint applies on the chain of a Service or ServiceEntry. It takes tables of its own namespace and of the target's,
 * looks at no Host header, and tries them one after the other, by rank and age
 * (istio:pilot/pkg/networking/core/listener_waypoint.go buildWaypointInboundHTTPRouteConfig, getVirtualServiceForWaypoint).
 */
export function waypointRoutes(mesh: Mesh, waypoint: Waypoint, target: Service | ExternalHost, port: number): RoutesAt {
  const hosts = 'resolution' in target ? target.hosts : [target.host]
  const tables = tablesFor(mesh, hosts).filter(
    (table) =>
      (table.namespace === waypoint.namespace || table.namespace === target.namespace) &&
      visibleTo(mesh, table, waypoint.namespace) &&
      hosts.some(
        (host) => meshHosts(mesh, table).some((name) => hostsMatch(name, host)) || attachedHosts(mesh, table, port).includes(host),
      ),
  )
  // A condition on the client's labels is never met there; its namespace is the waypoint's own.
  const evaluation: Evaluation = {
    port,
    namespace: waypoint.namespace,
    waypoint,
    applies: (match) => isForMesh(match) && !asksForLabels(match),
  }
  const among = (): readonly RoutesAt[] => eachAlone(mesh, tables, evaluation)
  const freezing = tableThatFreezes(mesh, waypoint)
  if (freezing !== undefined) {
    const why = `which configuration ${waypoint.namespace}/${waypoint.name} is left with`
    return { kind: 'undetermined', why, at: freezing.place, among: among() }
  }
  if (tables.length === 0) return { kind: 'default' }
  const ordered = inOrder(
    mergedByKey(tables, (table) => meshKeys(mesh, table, hosts, port)),
    rankFor(mesh, waypoint.namespace),
  )
  if ('why' in ordered) return { kind: 'undetermined', ...ordered, among: among() }
  return chainOf(mesh, ordered.groups, evaluation)
}

/**
 * The routes that a gateway applies to requests for a host: its own tables with the most specific host name, one after the other, oldest
 * first, with what matches everything at the end.
 */
export function gatewayRoutes(mesh: Mesh, gateway: string, host: string, port: number): RoutesAt {
  const tables = tablesServing(mesh, [...new Set(tablesAt(mesh, gateway, host))], { gateway, host, port })
  if (tables.length === 0) return { kind: 'default' }
  const merged = mergedByKey(tables, () => [''])
  const groups = merged.map((group) => group.tables)
  const ordered = inOrder(merged, () => 0)
  const evaluation: Evaluation = {
    port,
    rulesIn: namespacesOfGateway(mesh, gateway),
    applies: (match) => match.gateways === undefined || match.gateways.includes(gateway),
    catchAllsLast: true,
  }
  if (!('why' in ordered)) return chainOf(mesh, ordered.groups, evaluation)
  if (orderIsMeaningless(groups.map((group) => rulesOf(mesh, group, evaluation)))) return chainOf(mesh, groups, evaluation)
  return { kind: 'undetermined', ...ordered, among: eachAlone(mesh, tables, evaluation) }
}

interface Evaluation {
  readonly port: number
  readonly namespace?: string
  readonly waypoint?: Waypoint
  readonly labels?: Labels | undefined
  readonly rulesIn?: readonly string[]
  /** Whether the proxy has rules with this match at all, whatever the port. */
  readonly applies: (match: HttpMatch) => boolean
  /** As gateways do it. */
  readonly catchAllsLast?: boolean
}

function chainOf(mesh: Mesh, groups: readonly (readonly RouteTable[])[], evaluation: Evaluation): RoutesAt {
  const lists = groups.map((group) => rulesOf(mesh, group, evaluation))
  const rules = evaluation.catchAllsLast === true ? catchAllsLast(lists) : lists.flat()
  // Without any rule that could be built, requests are routed as if there were no table (istio:pilot/pkg/networking/core/route/route.go).
  const tables = groups.flat()
  const known: RoutesAt = rules.length === 0 ? { kind: 'default', tables } : { kind: 'chain', rules, tables }
  const incomplete = tables.find((table) => !flattenDelegates(table, mesh).complete)
  if (incomplete === undefined) return known
  const why = `the delegates of ${incomplete.namespace}/${incomplete.name}`
  return { kind: 'undetermined', why, at: incomplete.place, among: [known] }
}

/** The rules of tables that are one to the proxy. */
function rulesOf(mesh: Mesh, group: readonly RouteTable[], { applies, catchAllsLast: _, ...proxy }: Evaluation): ChainRule[] {
  const singles = group.flatMap((table) => singlesOf(flattenDelegates(table, mesh).table))
  const ordered = group[0]!.order === 'specificity' ? bySpecificity(singles) : singles
  return ordered.flatMap((single) =>
    single.match === undefined || (applies(single.match) && (single.match.port === undefined || single.match.port === proxy.port))
      ? [{ ...single, ...proxy }]
      : [],
  )
}

function eachAlone(mesh: Mesh, tables: readonly RouteTable[], evaluation: Evaluation): readonly RoutesAt[] {
  return [...new Set(tables)].map((table) => chainOf(mesh, [[table]], evaluation))
}

function singlesOf(table: RouteTable): ChainRule[] {
  return table.http.flatMap((rule): ChainRule[] =>
    rule.matches.length === 0
      ? [{ table, rule, match: undefined, predicate: always, client: always }]
      : rule.matches.map((match) => ({ table, rule, match, predicate: match.predicate, client: clientPart(match.predicate) })),
  )
}

function clientPart(predicate: Predicate): Predicate {
  return all(conjuncts(predicate).filter(({ kind }) => kind === 'client-labels' || kind === 'client-namespace'))
}

function isForMesh(match: HttpMatch): boolean {
  return match.gateways === undefined || match.gateways.includes('mesh')
}

function asksForLabels(match: HttpMatch): boolean {
  return [...conjuncts(match.predicate), ...(match.unevaluated ?? [])].some((part) => part.kind === 'client-labels')
}
