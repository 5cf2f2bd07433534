import { type Mesh, resolveHost } from '../../model/mesh.ts'
import type { RouteTable } from '../../model/route.ts'

/** Stands for every namespace: what is linked to it may concern any destination. */
export const linkedToAll = '*'

/**
 * Namespaces that are linked by what names another one: hosts and backends of routes, DestinationRules, ServiceEntries, waypoints, targets of policies. What
 * is said in one may decide about destinations in all that are linked to it.
 */
export class LinkedNamespaces {
  readonly #links = new Map<string, string>()

  constructor(meshes: readonly Mesh[]) {
    for (const mesh of meshes) for (const [namespace, other] of linksIn(mesh)) this.#link(namespace, other)
  }

  /** The name of those that are linked to a namespace. */
  groupOf(namespace: string): string {
    let at = namespace
    for (let next = this.#links.get(at); next !== undefined; next = this.#links.get(at)) at = next
    return at
  }

  #link(a: string, b: string): void {
    const [one, other] = [this.groupOf(a), this.groupOf(b)]
    if (one !== other) this.#links.set(one, other)
  }
}

/** Pairs of namespaces of which one names the other. Hosts that are of no namespace stand between those that name them. */
function* linksIn(mesh: Mesh): Generator<readonly [string, string]> {
  const known = new Set(mesh.namespaces.map(({ name }) => name))
  const { clusterDomain } = mesh.settings
  const hosts = (namespace: string, list: readonly string[]) =>
    list.flatMap((host) =>
      namesLinkedByHost(resolveHost(host, namespace, clusterDomain), clusterDomain, known).map((node) => [namespace, node] as const),
    )
  for (const table of [...mesh.routes, ...mesh.nodeRoutes]) {
    yield* hosts(table.namespace, hostsOf(table))
    for (const other of namespacesOf(table)) yield [table.namespace, other]
  }
  for (const { namespace, host } of mesh.backendPolicies) yield* hosts(namespace, [host])
  for (const { namespace, hosts: own } of mesh.externalHosts) yield* hosts(namespace, own)
  for (const { namespace, externalName } of mesh.services) if (externalName !== undefined) yield* hosts(namespace, [externalName])
  for (const { namespace, from } of mesh.backendGrants) for (const one of from) yield [namespace, one.namespace]
  for (const { namespace, waypoint, canary } of [...mesh.services, ...mesh.externalHosts]) {
    if (waypoint !== undefined) yield [namespace, waypoint.namespace]
    if (canary?.binding !== undefined) yield [namespace, canary.binding.namespace]
  }
  for (const { namespace, waypoint } of mesh.workloads) if (waypoint !== undefined) yield [namespace, waypoint.namespace]
  for (const { name, waypoint, canary } of mesh.namespaces) {
    if (waypoint !== undefined) yield [name, waypoint.namespace]
    if (canary?.binding !== undefined) yield [name, canary.binding.namespace]
  }
  for (const { namespace, attachment } of [...mesh.authorization, ...mesh.requestAuthentication, ...mesh.peerAuthentication])
    if (attachment.scope !== 'mesh' && attachment.namespace !== undefined) yield [namespace, attachment.namespace]
}

function hostsOf({ hosts, http, tls, tcp }: RouteTable): readonly string[] {
  const actions = http.map(({ action }) => action)
  const backends = [...actions.flatMap((one) => [...one.backends, ...one.mirrors]), ...[...tls, ...tcp].flatMap((rule) => rule.backends)]
  return [...hosts, ...backends].map(({ host }) => host)
}

function namespacesOf({ http, bindings }: RouteTable): readonly string[] {
  return [
    ...http.flatMap(({ action }) => action.delegate?.namespace ?? []),
    ...bindings.flatMap((binding) => (binding.to === 'mesh' ? [] : [binding.namespace])),
  ]
}

/** `cart.shop.svc.cluster.local` is of namespace `shop`, and so may be `cart.shop`; a wildcard may be of any. */
export function namesLinkedByHost(host: string, clusterDomain: string, known: ReadonlySet<string>): readonly string[] {
  const suffix = `.svc.${clusterDomain}`
  const labels = (host.endsWith(suffix) ? host.slice(0, -suffix.length) : host).split('.')
  if (host.endsWith(suffix) && labels.length === 2 && labels[1] !== '*') return [labels[1]!]
  if (host.includes('*')) return [linkedToAll]
  return [`host ${host}`, ...labels.filter((label) => known.has(label))]
}
