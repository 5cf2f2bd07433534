import type { Place } from '../../diagnostics/place.ts'
import { flattenDelegates } from '../delegates.ts'
import { hostsMatch, hostWithin } from '../hosts.ts'
import { type Mesh, resolveHost } from '../mesh.ts'
import { all } from '../predicate.ts'
import type { HttpAction, HttpMatch, HttpRule, RouteTable } from '../route.ts'
import type { Service } from '../service.ts'
import { holds } from './atom.ts'
import { sortedMatches } from './specificity.ts'
import type { Truth } from './truth.ts'
import type { View } from './view.ts'

/** What the routes of one proxy say of a request. */
export type RouteDecision =
  /** No table speaks of the host: the request goes where it is addressed. */
  | { readonly kind: 'default' }
  | { readonly kind: 'rule'; readonly action: HttpAction; readonly table: RouteTable; readonly rule: Place }
  /** Tables speak of the host, none of their rules matches: 404. */
  | { readonly kind: 'no-match'; readonly tables: readonly RouteTable[] }
  | { readonly kind: 'undetermined'; readonly why: string; readonly at: Place }

/**
 * The routes that a sidecar applies to a request of its client for a host: the table with the most specific host, of equals the oldest
 * (istio:pilot/pkg/networking/core/httproute.go). The sidecar picks the host by the request's authority.
 */
export function routeAtSidecar(mesh: Mesh, host: string, port: number, view: View): RouteDecision {
  const namespace = view.client?.namespace ?? ''
  const candidates = mesh.routes
    .filter((table) => meshTable(table) && visibleTo(mesh, table, namespace))
    .flatMap((table) => {
      const names = table.hosts
        .map((name) => resolveHost(name.host, table.namespace, mesh.settings.clusterDomain))
        .filter((name) => hostWithin(host, name))
      const attached = attachedHosts(mesh, table, port).filter((name) => name === host)
      return [...names, ...attached].map((name) => ({ table, name }))
    })
  if (candidates.length === 0) return { kind: 'default' }
  const best = Math.max(...candidates.map((candidate) => specificityOf(candidate.name)))
  const winners = candidates.filter((candidate) => specificityOf(candidate.name) === best).map((candidate) => candidate.table)
  const oldest = [...new Set(winners)].sort(byAge)
  if (oldest.length > 1 && oldest.some((table) => table.creationTimestamp === undefined))
    return { kind: 'undetermined', why: 'several tables speak of the host and their age is not in the input', at: oldest[0]!.place }
  return firstMatch(mesh, oldest.slice(0, 1), port, view, (match) => boundTo(match, undefined))
}

/**
 * The routes that a waypoint applies on the chain of a Service. It looks at tables of its own namespace and the Service's, ignores the
 * request's authority, and concatenates them (istio:pilot/pkg/networking/core/listener_waypoint.go getVirtualServiceForWaypoint).
 */
export function routeAtWaypoint(mesh: Mesh, waypointNamespace: string, service: Service, port: number, view: View): RouteDecision {
  const tables = mesh.routes.filter(
    (table) =>
      (table.namespace === waypointNamespace || table.namespace === service.namespace) &&
      visibleTo(mesh, table, waypointNamespace) &&
      ((meshTable(table) &&
        table.hosts.some((name) => hostsMatch(resolveHost(name.host, table.namespace, mesh.settings.clusterDomain), service.host))) ||
        attachedHosts(mesh, table, port).includes(service.host)),
  )
  if (tables.length === 0) return { kind: 'default' }
  const ordered = [...tables].sort(byAge)
  if (
    ordered.length > 1 &&
    ordered.some((table) => table.order === 'first-match') &&
    ordered.some((table) => table.creationTimestamp === undefined)
  )
    return { kind: 'undetermined', why: 'several tables speak of the Service and their age is not in the input', at: ordered[0]!.place }
  // Clauses with source labels are dropped; sourceNamespace is compared with the waypoint's own namespace.
  const seen: View = { ...view, client: { labels: {}, namespace: waypointNamespace } }
  return firstMatch(mesh, ordered, port, seen, (match) => boundTo(match, undefined) && !hasClientLabels(match))
}

function firstMatch(
  mesh: Mesh,
  tables: readonly RouteTable[],
  port: number,
  view: View,
  applies: (match: HttpMatch) => boolean,
): RouteDecision {
  const rules = tables.every((table) => table.order === 'specificity')
    ? sortedMatches(tables)
    : tables.flatMap((table) => inOrder(mesh, table))
  for (const { table, rule, match } of rules) {
    if (match !== undefined && (!applies(match) || (match.port !== undefined && match.port !== port))) continue
    const truth: Truth = match === undefined ? true : holds(all([match.predicate]), view)
    if (truth === 'unknown') return { kind: 'undetermined', why: 'a condition of a route cannot be decided', at: rule.place }
    if (truth) return { kind: 'rule', action: rule.action, table, rule: rule.place }
  }
  return { kind: 'no-match', tables }
}

/** One rule with one of its matches; undefined stands for a rule without any, which matches everything. */
export interface SingleMatch {
  readonly table: RouteTable
  readonly rule: HttpRule
  readonly match: HttpMatch | undefined
}

function inOrder(mesh: Mesh, table: RouteTable): SingleMatch[] {
  if (table.order === 'specificity') return sortedMatches([table])
  const flat = flattenDelegates(table, mesh).table
  return flat.http.flatMap((rule): SingleMatch[] =>
    rule.matches.length === 0 ? [{ table, rule, match: undefined }] : rule.matches.map((match) => ({ table, rule, match })),
  )
}

function boundTo(match: HttpMatch, gateway: string | undefined): boolean {
  return match.gateways === undefined || match.gateways.includes(gateway ?? 'mesh')
}

function hasClientLabels(match: HttpMatch): boolean {
  const parts = match.predicate.kind === 'all' ? match.predicate.of : [match.predicate]
  return parts.some((part) => part.kind === 'client-labels') || (match.unevaluated ?? []).some((atom) => atom.kind === 'client-labels')
}

function meshTable(table: RouteTable): boolean {
  return !table.delegateOnly && table.bindings.some((binding) => binding.to === 'mesh')
}

/** Full names of the Services that a Gateway API route is attached to for a port. */
function attachedHosts(mesh: Mesh, table: RouteTable, port: number): string[] {
  return table.bindings.flatMap((binding) =>
    binding.to === 'service' && binding.target.kind === 'Service' && (binding.port === undefined || binding.port === port)
      ? [`${binding.target.name}.${binding.namespace}.svc.${mesh.settings.clusterDomain}`]
      : [],
  )
}

function visibleTo(mesh: Mesh, table: RouteTable, namespace: string): boolean {
  const exportTo = table.exportTo ?? mesh.settings.defaultExportTo.routes
  return exportTo.some((entry) => entry === '*' || entry === namespace || (entry === '.' && table.namespace === namespace))
}

function specificityOf(host: string): number {
  return host.startsWith('*') ? host.length - 1 : host.length + 1_000
}

function byAge(a: RouteTable, b: RouteTable): number {
  const [left, right] = [a.creationTimestamp ?? '', b.creationTimestamp ?? '']
  return left < right ? -1 : left > right ? 1 : 0
}
