import type { Place } from '../../diagnostics/place.ts'
import { compareText } from '../../diagnostics/place.ts'
import { flattenDelegates } from '../delegates.ts'
import type { Waypoint } from '../gateway.ts'
import { hostsMatch, hostWithin, isRegistryHost } from '../hosts.ts'
import { type Mesh, resolveHost } from '../mesh.ts'
import { all, always, conjuncts, type Predicate } from '../predicate.ts'
import type { HttpMatch, HttpRule, RouteTable } from '../route.ts'
import type { ExternalHost, Service } from '../service.ts'
import type { Labels } from '../workload.ts'
import { bySpecificity } from './specificity.ts'

/** One rule with one of its matches, or a rule that matches everything (`match` undefined). */
export interface ChainRule {
  readonly table: RouteTable
  readonly rule: HttpRule
  readonly match: HttpMatch | undefined
  /** What the match asks of the request. Ports and gateways are settled already; conditions on the client are not. */
  readonly predicate: Predicate
  /** What of that is about the client alone: a proxy whose client does not meet it does not have the rule at all. */
  readonly client: Predicate
}

/** What the routes of one proxy say of requests for a host and port. */
export type RoutesAt =
  /** No route speaks of them: they go where they are addressed. */
  | { readonly kind: 'default'; readonly tables?: readonly RouteTable[] }
  /** The first rule that matches decides. When none does the answer is 404, unless the client has none of them: then it is as by default. */
  | { readonly kind: 'chain'; readonly rules: readonly ChainRule[]; readonly tables: readonly RouteTable[] }
  | { readonly kind: 'undetermined'; readonly why: string; readonly at: Place }

/**
 * The routes that a sidecar applies to its client's requests for a host: of the tables that the client sees the one with the most specific
 * host, of equals the oldest (istio:pilot/pkg/networking/core/httproute.go, pilot/pkg/model/sidecar.go). Gateway API routes of the client's
 * own namespace come before the others (istio:pilot/pkg/model/push_context.go VirtualServicesForGateway).
 */
export function sidecarRoutes(
  mesh: Mesh,
  client: { readonly namespace: string; readonly labels?: Labels },
  host: string,
  port: number,
): RoutesAt {
  const candidates = mesh.routes
    .filter((table) => visibleTo(mesh, table, client.namespace))
    .flatMap((table) => sidecarHosts(mesh, table, client.namespace, host, port).map((name) => ({ table, name })))
  if (candidates.length === 0) return { kind: 'default' }
  const best = Math.max(...candidates.map(({ name }) => specificityOf(name)))
  const tables = [...new Set(candidates.filter(({ name }) => specificityOf(name) === best).map(({ table }) => table))]
  const own = tables.filter((table) => table.order === 'specificity' && table.namespace === client.namespace)
  if (own.length > 0) return chainOf(mesh, mergedByKey(own), port, isForMesh)
  const first = oldestOf(tables)
  if ('why' in first) return first
  return chainOf(mesh, mergedByKey(tables.filter((table) => sameRoute(table, first.table))), port, isForMesh)
}

/**
 * The routes that a waypoint applies on the chain of a Service or ServiceEntry. It takes tables of its own namespace and of the target's,
 * looks at no Host header, and tries them one after the other, oldest first
 * (istio:pilot/pkg/networking/core/listener_waypoint.go buildWaypointInboundHTTPRouteConfig, getVirtualServiceForWaypoint).
 */
export function waypointRoutes(mesh: Mesh, waypoint: Waypoint, target: Service | ExternalHost, port: number): RoutesAt {
  const hosts = 'resolution' in target ? target.hosts : [target.host]
  const tables = mesh.routes.filter(
    (table) =>
      (table.namespace === waypoint.namespace || table.namespace === target.namespace) &&
      visibleTo(mesh, table, waypoint.namespace) &&
      hosts.some(
        (host) => meshHosts(mesh, table).some((name) => hostsMatch(name, host)) || attachedHosts(mesh, table, port).includes(host),
      ),
  )
  if (tables.length === 0) return { kind: 'default' }
  const ordered = inAge(mergedByKey(tables))
  if ('why' in ordered) return ordered
  // A condition on the client's labels is never met there; its namespace is the waypoint's own.
  return chainOf(mesh, ordered.groups, port, (match) => isForMesh(match) && !asksForLabels(match))
}

/** The routes that a gateway applies to requests for a host: of its own tables the one with the most specific host name, of equals the oldest. */
export function gatewayRoutes(mesh: Mesh, gateway: string, host: string, port: number): RoutesAt {
  const bound = mesh.routes.filter(
    (table) =>
      !table.delegateOnly &&
      table.bindings.some((binding) => binding.to === 'gateway' && `${binding.namespace}/${binding.name}` === gateway),
  )
  const candidates = bound.flatMap((table) => {
    const names =
      table.hosts.length === 0 ? ['*'] : table.hosts.map((name) => resolveHost(name.host, table.namespace, mesh.settings.clusterDomain))
    return names.filter((name) => hostWithin(host, name)).map((name) => ({ table, name }))
  })
  if (candidates.length === 0) return { kind: 'default' }
  const best = Math.max(...candidates.map(({ name }) => specificityOf(name)))
  const tables = [...new Set(candidates.filter(({ name }) => specificityOf(name) === best).map(({ table }) => table))]
  const ordered = inAge(mergedByKey(tables))
  if ('why' in ordered) return ordered
  return chainOf(mesh, ordered.groups, port, (match) => match.gateways === undefined || match.gateways.includes(gateway))
}

/** Host names under which a sidecar of a namespace finds a table for a host. Names that nobody declares count on port 80 only. */
function sidecarHosts(mesh: Mesh, table: RouteTable, namespace: string, host: string, port: number): readonly string[] {
  const names = meshHosts(mesh, table).filter(
    (name) => hostWithin(host, name) && (port === 80 || isRegistryHost(mesh, host) || name.startsWith('*')),
  )
  const attached = attachedHosts(mesh, table, port).filter((name) => name === host && actsFor(mesh, table, namespace, name))
  return [...names, ...attached]
}

/** A Gateway API route acts in sidecars of its Service's own namespace's making, or in those of its own namespace (istio:pilot/pkg/networking/core/route/route.go). */
function actsFor(mesh: Mesh, table: RouteTable, namespace: string, host: string): boolean {
  return host.endsWith(`.${table.namespace}.svc.${mesh.settings.clusterDomain}`) || table.namespace === namespace
}

function meshHosts(mesh: Mesh, table: RouteTable): readonly string[] {
  if (table.delegateOnly || !table.bindings.some(({ to }) => to === 'mesh')) return []
  return table.hosts.map((name) => resolveHost(name.host, table.namespace, mesh.settings.clusterDomain))
}

/** Full names of what a Gateway API route is attached to for a port. */
function attachedHosts(mesh: Mesh, table: RouteTable, port: number): readonly string[] {
  return table.bindings.flatMap((binding) => {
    if (binding.to !== 'service' || (binding.port !== undefined && binding.port !== port)) return []
    const { name, kind } = binding.target
    if (kind === 'Service') return [`${name}.${binding.namespace}.svc.${mesh.settings.clusterDomain}`]
    return mesh.externalHosts
      .filter((entry) => entry.namespace === binding.namespace && entry.name === name)
      .flatMap((entry) => entry.hosts)
  })
}

function visibleTo(mesh: Mesh, table: RouteTable, namespace: string): boolean {
  const exportTo = table.exportTo ?? mesh.settings.defaultExportTo.routes
  return exportTo.some((entry) => entry === '*' || entry === namespace || (entry === '.' && table.namespace === namespace))
}

/** Exact names before wildcards, longer ones before shorter ones. */
function specificityOf(host: string): number {
  return host.startsWith('*') ? host.length - 1 : host.length + 1_000
}

/** Tables that istiod makes one: Gateway API routes of one namespace with or without a port. Every other table is alone. */
function mergedByKey(tables: readonly RouteTable[]): readonly (readonly RouteTable[])[] {
  const groups = new Map<string, RouteTable[]>()
  for (const [index, table] of tables.entries()) {
    const key = table.order === 'specificity' ? `${table.namespace} ${portsOf(table)}` : `table ${index}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [table])
    else group.push(table)
  }
  return [...groups.values()].map((group) => group.sort(byAge))
}

function portsOf(table: RouteTable): string {
  return [...new Set(table.bindings.flatMap((binding) => (binding.to === 'service' ? [String(binding.port ?? '')] : [])))].sort().join(',')
}

function sameRoute(a: RouteTable, b: RouteTable): boolean {
  return a === b || (a.order === 'specificity' && b.order === 'specificity' && a.namespace === b.namespace && portsOf(a) === portsOf(b))
}

function byAge(a: RouteTable, b: RouteTable): number {
  return (
    compareText(a.creationTimestamp ?? '', b.creationTimestamp ?? '') ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.name, b.name)
  )
}

type Undetermined = Extract<RoutesAt, { kind: 'undetermined' }>

function oldestOf(tables: readonly RouteTable[]): { readonly table: RouteTable } | Undetermined {
  const groups = inAge(mergedByKey(tables))
  return 'why' in groups ? groups : { table: groups.groups[0]![0]! }
}

/** Groups by their oldest table. Where an age is missing the order of several cannot be told. */
function inAge(groups: readonly (readonly RouteTable[])[]): { readonly groups: readonly (readonly RouteTable[])[] } | Undetermined {
  const [first] = groups
  if (groups.length > 1 && groups.some((group) => group.some(({ creationTimestamp }) => creationTimestamp === undefined)))
    return { kind: 'undetermined', why: 'which of several tables of routes is the oldest', at: first![0]!.place }
  return { groups: [...groups].sort(([a], [b]) => byAge(a!, b!)) }
}

function chainOf(mesh: Mesh, groups: readonly (readonly RouteTable[])[], port: number, applies: (match: HttpMatch) => boolean): RoutesAt {
  const rules: ChainRule[] = []
  for (const group of groups) {
    const singles = group.flatMap((table) => singlesOf(flattenDelegates(table, mesh).table))
    const ordered = group[0]!.order === 'specificity' ? bySpecificity(singles) : singles
    for (const single of ordered)
      if (single.match === undefined || (applies(single.match) && (single.match.port === undefined || single.match.port === port)))
        rules.push(single)
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
