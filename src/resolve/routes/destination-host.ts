import type { Subset } from '../../model/backend.ts'
import { canonical } from '../../model/canonical.ts'
import { type Mesh, resolveHost } from '../../model/mesh.ts'
import type { Backend, RouteTable } from '../../model/route.ts'
import type { ExternalHost, Service, ServicePort } from '../../model/service.ts'
import type { Labels } from '../../model/workload.ts'
import { isAlias, isExportedTo, ownersOfHost } from '../hosts.ts'
import { hasServices } from '../services.ts'
import { boundWaypoint, withCanary } from '../waypoints.ts'
import type { ChainRule } from './chain-rule.ts'
import { type SubsetSeeker, subsetsNamed } from './named-subset.ts'
import { listedBy, sidecarsFor } from './sidecar-scope.ts'

/** Where a rule sends requests. */
export type RouteTarget =
  /** Pods of a Service; `subset` are the labels that they need beyond its selector, `subsetName` is what a DestinationRule calls them. */
  | {
      readonly kind: 'service'
      readonly service: Service
      readonly port: ServicePort
      readonly subset: Labels
      readonly subsetName?: string
    }
  | { readonly kind: 'external'; readonly host: string; readonly port: number; readonly owner?: ExternalHost }
  | MissingTarget

/** Nothing is there: the proxy answers with the status. `unseen`: the Service may be there, as the input shows none of its namespace. */
export interface MissingTarget {
  readonly kind: 'missing'
  readonly host: string
  readonly status: number
  readonly unseen?: string
  /** A sidecar may have no cluster for the host: what its Sidecar would have to list. */
  readonly unlisted?: string
  /** The subset of the Service may be there: the input does not say which DestinationRule counts. What it may be, undefined for nothing. */
  readonly doubt?: { readonly service: string; readonly subset: string; readonly among: readonly (Subset | undefined)[] }
}

export interface SharedDestination {
  readonly destination: RouteTarget
  /** The share of requests, 0 to 1; all shares of a rule add up to 1. */
  readonly share: number
  readonly backend: Backend
}

/** The destinations of a forwarding rule, as a proxy finds them that was addressed under a host and port. Those that get nothing are left out. */
export function routeTargetsOf(
  mesh: Mesh,
  rule: ChainRule,
  addressed: { readonly host: string; readonly port: number },
): readonly SharedDestination[] {
  const { backends } = rule.rule.action
  const single = backends.length === 1 && rule.table.order === 'first-match'
  const total = backends.reduce((sum, { weight }) => sum + weight, 0)
  return backends.flatMap((backend): SharedDestination[] => {
    const share = single ? 1 : total === 0 ? 0 : backend.weight / total
    return share === 0 ? [] : [{ destination: routeTargetOf(mesh, rule.table, backend, addressed.port, rule), share, backend }]
  })
}

/**
 * What a host, port and subset mean. An unset port is the only one of the destination, else the one that was addressed; the HTTP routes of a
 * sidecar know of each Service the port of their listener alone, so that there it is always the one that was addressed, and 503 where the
 * destination does not have it. Example: `cart:81` routes to `beta`, which has port 80 only: 503 from a sidecar, served by a waypoint
 * (istio:pilot/pkg/networking/core/httproute.go BuildSidecarOutboundVirtualHosts; measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0).
 * Unknown hosts and subsets answer 503, and so do those that only a ServiceEntry with a star covers, after whose host its cluster is named, in Gateway API routes 500 (istio:pilot/pkg/networking/core/route/route.go GetDestinationCluster, UseGatewaySemantics).
 * The name of an ExternalName Service is followed to the Service or ServiceEntry of its host, over one name and no further, and by a sidecar from a port that
 * the former declares, if its Sidecar lists that host; there is no cluster for any other, and a waypoint follows none
 * (istio:pilot/pkg/networking/core/route/route.go GetDestinationCluster, pilot/pkg/networking/core/listener_waypoint.go getWaypointDestinationCluster).
 */
export function routeTargetOf(
  mesh: Mesh,
  table: Pick<RouteTable, 'namespace' | 'order'>,
  target: { readonly host: string; readonly subset?: string; readonly port?: number },
  addressedPort: number,
  proxy: RoutingProxy = {},
): RouteTarget {
  const host = resolveHost(target.host, table.namespace, mesh.settings.clusterDomain)
  const missing: MissingTarget = { kind: 'missing', host, status: table.order === 'specificity' ? 500 : 503 }
  const [named] = ownersOfHost(mesh, host)
  if (named === undefined) return unseen(mesh, missing)
  const atSidecar = proxy.namespace !== undefined && proxy.waypoint === undefined
  const number = target.port ?? (named.ports.length === 1 && !atSidecar ? named.ports[0]!.port : addressedPort)
  if (isAlias(named)) {
    const isFollowed = proxy.waypoint === undefined && (!atSidecar || named.ports.some(({ port }) => port === addressedPort))
    if (!isFollowed || !named.externalName.includes('.')) return missing
    const [behind] = ownersOfHost(mesh, named.externalName)
    if (behind === undefined) return unseen(mesh, { ...missing, host: named.externalName })
    if (isAlias(behind)) return missing
    if (atSidecar && mayBeOutOfScope(mesh, behind, named.externalName, proxy)) return { ...missing, unlisted: named.externalName }
    return portOf(mesh, behind, { host: named.externalName, subset: target.subset, number }, missing, proxy)
  }
  return portOf(mesh, named, { host, subset: target.subset, number }, missing, proxy)
}

/**
 * Whether a sidecar may have no cluster for what an ExternalName Service leads to: its Sidecar brings in the destinations of routes by their own
 * names, and no host that these lead to (istio:pilot/pkg/model/sidecar.go collectImportedServices).
 */
function mayBeOutOfScope(mesh: Mesh, behind: Service | ExternalHost, name: string, { namespace, labels }: RoutingProxy): boolean {
  return sidecarsFor(mesh, { namespace, labels }).some((sidecar) => !listedBy(sidecar, namespace, behind.namespace, name))
}

/** What tells proxies apart that follow a rule. */
type RoutingProxy = Pick<ChainRule, 'namespace' | 'waypoint' | 'labels' | 'rulesIn'>

interface NumberedPort {
  readonly host: string
  readonly subset: string | undefined
  readonly number: number
}

/**
 * Whether what declares a host is exported to the proxy: a sidecar or gateway has no cluster for what is not. Several where its namespace is not
 * known; a waypoint looks at no exports of what is bound to it, and has a cluster for what else is exported to its namespace
 * (istio:pilot/pkg/networking/core/waypoint.go filterWaypointOutboundServices).
 */
function seenIn(mesh: Mesh, owner: Service | ExternalHost, { namespace, rulesIn, waypoint }: RoutingProxy): readonly boolean[] {
  if (waypoint !== undefined) {
    const own = boundWaypoint(mesh, owner, 'service')
    const bound = own === undefined ? [] : withCanary(mesh, owner, own)
    const isOwn = bound.some((one) => one.waypoint.namespace === waypoint.namespace && one.waypoint.name === waypoint.name)
    return isOwn ? [] : [isExportedTo(mesh, owner, waypoint.namespace)]
  }
  return (rulesIn ?? (namespace === undefined ? [] : [namespace])).map((one) => isExportedTo(mesh, owner, one))
}

/** A port of a host, and of a Service the pods of a subset. */
function portOf(
  mesh: Mesh,
  owner: Service | ExternalHost,
  { host, subset: name, number }: NumberedPort,
  missing: MissingTarget,
  proxy: RoutingProxy,
): RouteTarget {
  const seen = seenIn(mesh, owner, proxy)
  if (seen.includes(false)) return seen.includes(true) ? { ...missing, unseen: `${owner.namespace}/${owner.name}` } : missing
  if ('resolution' in owner) {
    if (!owner.ports.some(({ port }) => port === number)) return missing
    return { kind: 'external', host, port: number, owner }
  }
  const port = owner.ports.find((candidate) => candidate.port === number)
  if (port === undefined) return missing
  if (name === undefined) return { kind: 'service', service: owner, port, subset: {} }
  const seeker: SubsetSeeker = {
    namespaces: proxy.rulesIn ?? [proxy.namespace ?? owner.namespace],
    labels: proxy.labels,
    atWaypoint: proxy.waypoint !== undefined,
  }
  const [subset, ...others] = subsetsNamed(mesh, seeker, owner, name)
  if (others.length > 0)
    return { ...missing, doubt: { service: `${owner.namespace}/${owner.name}`, subset: name, among: [subset, ...others] } }
  return subset === undefined ? missing : { kind: 'service', service: owner, port, subset: subset.labels, subsetName: subset.name }
}

/** A Service of a namespace of which the input has no Services, such as an egress gateway that a Helm chart installs, may well be there. */
function unseen(mesh: Mesh, missing: MissingTarget): RouteTarget {
  const suffix = `.svc.${mesh.settings.clusterDomain}`
  const [name, namespace, ...more] = missing.host.endsWith(suffix) ? missing.host.slice(0, -suffix.length).split('.') : []
  if (name === undefined || namespace === undefined || more.length > 0) return missing
  return hasServices(mesh, namespace) ? missing : { ...missing, unseen: `${namespace}/${name}` }
}

export const subsetNeeds =
  'which DestinationRule has the subset: the ages of those of the host (creationTimestamp), the labels of the client, or the pods of the gateway'

export function unlistedNeeds(host: string): string {
  return `whether the proxy has a cluster for ${host}, which its Sidecar does not list`
}

/** What is not known of a subset, by value. */
export function subsetDoubt({ service, subset, among }: NonNullable<MissingTarget['doubt']>): string {
  const values = among.map((one) => (one === undefined ? 'none' : canonical(one.labels))).sort()
  return `subset ${subset} of ${service}: ${values.join(' or ')}`
}

/** A destination as a text that does not depend on how it was written: pods by what selects them. */
export function destinationText(destination: RouteTarget): string {
  if (destination.kind === 'missing') {
    const doubts = [destination.doubt === undefined ? [] : subsetDoubt(destination.doubt), destination.unlisted ?? []].flat()
    return [`status ${destination.status}`, ...doubts].join(' ')
  }
  if (destination.kind === 'external') return `${destination.host}:${destination.port}`
  const { service, port, subset } = destination
  const labels = Object.entries({ ...service.selector, ...subset }).map(([key, value]) => `${key}=${value}`)
  if (service.selector === undefined) return `${service.host} ${labels.sort().join(',')}:${port.port}`
  return `${service.namespace} pods ${labels.sort().join(',')}:${port.targetPort}`
}
