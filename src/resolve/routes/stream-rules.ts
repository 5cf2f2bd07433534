import type { RouteTable, StreamMatch, StreamRule } from '../../model/route.ts'
import { type Labels, selects } from '../../model/workload.ts'
import { and, type Truth } from '../truth.ts'

/** Who evaluates TCP and TLS rules: a client's own sidecar, or a waypoint for a host. */
export type StreamPoint =
  | { readonly at: 'sidecar'; readonly namespace: string | undefined; readonly labels: Labels | undefined }
  | { readonly at: 'waypoint'; readonly hosts: readonly string[] }

/** Whose DestinationRules count for the rules that a sidecar has for bytes; a waypoint has a namespace of its own. */
export function byteRouter(point: StreamPoint): { readonly rulesIn?: readonly string[]; readonly labels?: Labels | undefined } {
  return point.at === 'waypoint' ? {} : { rulesIn: [point.namespace ?? ''], labels: point.labels }
}

export interface MatchingStreamRule {
  readonly table: RouteTable
  readonly rule: StreamRule
  readonly truth: true | 'unknown'
}

/**
 * The TCP or TLS rules that may decide about a connection to a port, up to the first that does: TLS rules by server name before TCP rules. A
 * waypoint has no real dispatch by server name, looks at no addresses, and meets no condition on clients
 * (istio:pilot/pkg/networking/core/listener_waypoint.go matchTLS, matchTCP).
 */
export function streamRules(
  tables: readonly RouteTable[],
  port: number,
  sni: string | undefined,
  point: StreamPoint,
): readonly MatchingStreamRule[] {
  const found: MatchingStreamRule[] = []
  const candidates = [
    ...tables.flatMap((table) => table.tls.map((rule) => ({ table, rule, tls: true }))),
    ...tables.flatMap((table) => table.tcp.map((rule) => ({ table, rule, tls: false }))),
  ]
  for (const { table, rule, tls } of candidates) {
    const truths = rule.matches.map((match) => matches(match, port, tls ? sni : undefined, tls, point))
    const truth: Truth = rule.matches.length === 0 ? !tls : truths.includes(true) ? true : truths.includes('unknown') ? 'unknown' : false
    if (truth === false) continue
    found.push({ table, rule, truth })
    if (truth === true) break
  }
  return found
}

function matches(match: StreamMatch, port: number, sni: string | undefined, tls: boolean, point: StreamPoint): Truth {
  if (match.port !== undefined && match.port !== port) return false
  if (match.gateways !== undefined && !match.gateways.includes('mesh')) return false
  if (point.at === 'waypoint') {
    if (match.clientLabels !== undefined || match.clientNamespace !== undefined) return false
    return !tls || (match.sniHosts.length === 1 && point.hosts.includes(match.sniHosts[0]!))
  }
  // Which address a client dialled, and from which, is not in a request.
  const addresses: Truth = match.destinationSubnets.length + match.sourceSubnets.length === 0 ? true : 'unknown'
  const labels =
    match.clientLabels === undefined ? true : point.labels === undefined ? 'unknown' : selects(match.clientLabels, point.labels)
  const namespace = match.clientNamespace === undefined || match.clientNamespace === point.namespace
  return and([tls ? named(match.sniHosts, sni) : true, addresses, labels, namespace])
}

function named(hosts: readonly string[], sni: string | undefined): boolean {
  return sni !== undefined && hosts.some((host) => (host.startsWith('*') ? sni.endsWith(host.slice(1)) : sni === host))
}
