import { flattenDelegates } from '../../delegates.ts'
import type { Waypoint } from '../../gateway.ts'
import { hostsMatch, hostWithin } from '../../hosts.ts'
import type { Mesh } from '../../mesh.ts'
import { all, always, conjuncts, type Predicate } from '../../predicate.ts'
import type { HttpMatch, RouteTable } from '../../route.ts'
import type { ExternalHost, Service } from '../../service.ts'
import type { Labels } from '../../workload.ts'
import type { ChainRule, RoutesAt } from './chain-rule.ts'
import { seesTable, sidecarsFor } from './egress.ts'
import { tableThatFreezes } from './frozen-waypoint.ts'
import { servedHosts } from './gateway-hosts.ts'
import { bySpecificity } from './specificity.ts'
import { attachedHosts, meshHosts, scopedHosts, sidecarHosts, visibleTo } from './table-hosts.ts'
import { inOrder, mergedByKey, meshKeys, rankFor, specificityOf } from './table-order.ts'
import { tablesAt, tablesFor } from './tables-by-host.ts'

/**
 * The routes that a sidecar applies to its client's requests for a host: of the tables that are exported to the client and that its Sidecar
 * lists the one with the most specific host, of equals the first by rank and age (istio:pilot/pkg/networking/core/httproute.go, pilot/pkg/model/sidecar.go).
 */
export function sidecarRoutes(
  mesh: Mesh,
  client: { readonly namespace: string; readonly labels?: Labels },
  host: string,
  port: number,
): RoutesAt {
  const exported = tablesFor(mesh, [host])
    .filter((table) => visibleTo(mesh, table, client.namespace))
    .flatMap((table) => sidecarHosts(mesh, table, client.namespace, host, port).map((name) => ({ table, name })))
  if (exported.length === 0) return { kind: 'default' }
  const scopes = sidecarsFor(mesh, { namespace: client.namespace, labels: client.labels }).map((sidecar) =>
    exported.filter(({ table }) => seesTable(sidecar, client.namespace, table.namespace, scopedHosts(mesh, table))),
  )
  const candidates = scopes[0]!
  if (scopes.some((scope) => scope.length !== candidates.length || scope.some((one, index) => one !== candidates[index])))
    return { kind: 'undetermined', why: 'which Sidecar the client has', at: exported[0]!.table.place }
  if (candidates.length === 0) return { kind: 'default' }
  const best = Math.max(...candidates.map(({ name }) => specificityOf(name)))
  const tables = [...new Set(candidates.filter(({ name }) => specificityOf(name) === best).map(({ table }) => table))]
  const ordered = inOrder(
    mergedByKey(tables, (table) => meshKeys(mesh, table, [host], port)),
    rankFor(mesh, client.namespace),
  )
  if ('why' in ordered) return ordered
  // A table without a rule for the port makes room for the next.
  const chains = ordered.groups.map((group) => chainOf(mesh, [group], { port, namespace: client.namespace, applies: isForMesh }))
  return chains.find(({ kind }) => kind !== 'default') ?? { kind: 'default', tables: ordered.groups.flat() }
}

/**
 * The routes that a waypoint applies on the chain of a Service or ServiceEntry. It takes tables of its own namespace and of the target's,
 * looks at no Host header, and tries them one after the other, by rank and age
 * (istio:pilot/pkg/networking/core/listener_waypoint.go buildWaypointInboundHTTPRouteConfig, getVirtualServiceForWaypoint).
 */
export function waypointRoutes(mesh: Mesh, waypoint: Waypoint, target: Service | ExternalHost, port: number): RoutesAt {
  const freezing = tableThatFreezes(mesh, waypoint)
  if (freezing !== undefined)
    return { kind: 'undetermined', why: `which configuration ${waypoint.namespace}/${waypoint.name} is left with`, at: freezing.place }
  const hosts = 'resolution' in target ? target.hosts : [target.host]
  const tables = tablesFor(mesh, hosts).filter(
    (table) =>
      (table.namespace === waypoint.namespace || table.namespace === target.namespace) &&
      visibleTo(mesh, table, waypoint.namespace) &&
      hosts.some(
        (host) => meshHosts(mesh, table).some((name) => hostsMatch(name, host)) || attachedHosts(mesh, table, port).includes(host),
      ),
  )
  if (tables.length === 0) return { kind: 'default' }
  const ordered = inOrder(
    mergedByKey(tables, (table) => meshKeys(mesh, table, hosts, port)),
    rankFor(mesh, waypoint.namespace),
  )
  if ('why' in ordered) return ordered
  // A condition on the client's labels is never met there; its namespace is the waypoint's own.
  return chainOf(mesh, ordered.groups, {
    port,
    namespace: waypoint.namespace,
    waypoint,
    applies: (match) => isForMesh(match) && !asksForLabels(match),
  })
}

/** The routes that a gateway applies to requests for a host: its own tables with the most specific host name, one after the other, oldest first. */
export function gatewayRoutes(mesh: Mesh, gateway: string, host: string, port: number): RoutesAt {
  const candidates = [...new Set(tablesAt(mesh, gateway, host))].flatMap((table) =>
    servedHosts(mesh, gateway, table, port)
      .filter((name) => hostWithin(host, name))
      .map((name) => ({ table, name })),
  )
  if (candidates.length === 0) return { kind: 'default' }
  const best = Math.max(...candidates.map(({ name }) => specificityOf(name)))
  const tables = [...new Set(candidates.filter(({ name }) => specificityOf(name) === best).map(({ table }) => table))]
  const ordered = inOrder(
    mergedByKey(tables, () => ['']),
    () => 0,
  )
  if ('why' in ordered) return ordered
  return chainOf(mesh, ordered.groups, { port, applies: (match) => match.gateways === undefined || match.gateways.includes(gateway) })
}

interface Evaluation {
  readonly port: number
  readonly namespace?: string
  readonly waypoint?: Waypoint
  /** Whether the proxy has rules with this match at all, whatever the port. */
  readonly applies: (match: HttpMatch) => boolean
}

function chainOf(mesh: Mesh, groups: readonly (readonly RouteTable[])[], { applies, ...proxy }: Evaluation): RoutesAt {
  const rules: ChainRule[] = []
  for (const group of groups) {
    const singles = group.flatMap((table) => singlesOf(flattenDelegates(table, mesh).table))
    const ordered = group[0]!.order === 'specificity' ? bySpecificity(singles) : singles
    for (const single of ordered)
      if (single.match === undefined || (applies(single.match) && (single.match.port === undefined || single.match.port === proxy.port)))
        rules.push({ ...single, ...proxy })
  }
  const incomplete = groups.flat().find((table) => !flattenDelegates(table, mesh).complete)
  if (incomplete !== undefined)
    return { kind: 'undetermined', why: `the delegates of ${incomplete.namespace}/${incomplete.name}`, at: incomplete.place }
  // Without any rule that could be built, requests are routed as if there were no table (istio:pilot/pkg/networking/core/route/route.go).
  const tables = groups.flat()
  return rules.length === 0 ? { kind: 'default', tables } : { kind: 'chain', rules, tables }
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
