import { isRecord } from '../manifest/identity.ts'
import { identityOf } from '../manifest/objects-to-add.ts'
import { groupOf } from '../model/api-group.ts'
import type { Change } from '../model/change.ts'
import { type Mesh, resolveHost } from '../model/mesh.ts'
import type { SourceObject } from '../model/object.ts'
import { ownValue } from '../model/own-value.ts'
import type { RouteTable } from '../model/route.ts'
import { namespaceOf } from '../rollout/namespace-of-change.ts'
import type { Translation } from '../translation.ts'

/** Stands for every namespace: what is linked to it may concern any destination. */
const everywhere = '*'

/**
 * Which changes of a translation can decide about destinations in a namespace. Namespaces are linked by what names another one: hosts and backends of
 * routes, DestinationRules, ServiceEntries, waypoints, targets of policies. A change concerns those that are linked to its own; one of an object
 * that says something about all clients, or of a kind that is not listed here, concerns all.
 */
export class Slices {
  readonly #links = new Map<string, string>()
  readonly #groups: ReadonlyMap<Change, string>
  readonly #numbers: ReadonlyMap<Change, number>

  /** `start` and `end` are the meshes before the first and after the last change. */
  constructor({ emission, input, mesh }: Translation, start: Mesh, end: Mesh) {
    for (const one of [start, end]) for (const [namespace, other] of linksIn(one)) this.#link(namespace, other)
    const routesOnNodes = end.nodeRoutes.length > 0
    const labelsAsked = [start, end].some(asksNamespaceLabels)
    const values = new Map(input.objects.map((object) => [identityOf(object.ref), object]))
    this.#numbers = new Map(emission.changes.map((change, index) => [change, index]))
    this.#groups = new Map(
      emission.changes.map((change) => {
        const namespace = namespaceOf(change)
        const isLocal =
          !['', mesh.settings.rootNamespace].includes(namespace) &&
          isOfItsNamespace(change, change.kind === 'add' ? undefined : values.get(identityOf(change.target))) &&
          !(routesOnNodes && isRoute(change)) &&
          !(labelsAsked && isNamespace(change))
        return [change, isLocal ? this.#find(namespace) : this.#find(everywhere)]
      }),
    )
  }

  /** What decides about destinations in namespaces once some changes are made, by name; without namespaces about any. */
  of(changes: readonly Change[]): (namespaces: readonly string[]) => string {
    const all = this.#find(everywhere)
    const numbers = changes.map((change) => ({ group: this.#groups.get(change)!, number: this.#numbers.get(change)! }))
    numbers.sort((a, b) => a.number - b.number)
    const known = new Map<string, string>()
    return (namespaces) => {
      const groups = new Set([all, ...namespaces.map((namespace) => this.#find(namespace))])
      const whole = namespaces.length === 0 || namespaces.some((namespace) => this.#find(namespace) === all)
      const key = whole ? everywhere : [...groups].sort().join(' ')
      const made =
        known.get(key) ??
        numbers
          .filter(({ group }) => whole || groups.has(group))
          .map(({ number }) => number)
          .join(' ')
      known.set(key, made)
      return made
    }
  }

  #find(name: string): string {
    let at = name
    for (let next = this.#links.get(at); next !== undefined; next = this.#links.get(at)) at = next
    return at
  }

  #link(a: string, b: string): void {
    const [one, other] = [this.#find(a), this.#find(b)]
    if (one !== other) this.#links.set(one, other)
  }
}

/** Pairs of namespaces of which one names the other. Hosts that are of no namespace stand between those that name them. */
function* linksIn(mesh: Mesh): Generator<readonly [string, string]> {
  const known = new Set(mesh.namespaces.map(({ name }) => name))
  const { clusterDomain } = mesh.settings
  const hosts = (namespace: string, list: readonly string[]) =>
    list.flatMap((host) =>
      nodesOf(resolveHost(host, namespace, clusterDomain), clusterDomain, known).map((node) => [namespace, node] as const),
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
function nodesOf(host: string, clusterDomain: string, known: ReadonlySet<string>): readonly string[] {
  const suffix = `.svc.${clusterDomain}`
  const labels = (host.endsWith(suffix) ? host.slice(0, -suffix.length) : host).split('.')
  if (host.endsWith(suffix) && labels.length === 2 && labels[1] !== '*') return [labels[1]!]
  if (host.includes('*')) return [everywhere]
  return [`host ${host}`, ...labels.filter((label) => known.has(label))]
}

/** Kinds of which an object decides about destinations in its own namespace, and in those that it names. Selectors select pods beside it. */
const ofTheirNamespace: ReadonlySet<string> = new Set([
  '/Namespace',
  '/Pod',
  '/Service',
  '/ServiceAccount',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'batch/CronJob',
  'batch/Job',
  'cilium.io/CiliumNetworkPolicy',
  'gateway.networking.k8s.io/GRPCRoute',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/HTTPRoute',
  'gateway.networking.k8s.io/ReferenceGrant',
  'gateway.networking.k8s.io/TCPRoute',
  'gateway.networking.k8s.io/TLSRoute',
  'networking.istio.io/DestinationRule',
  'networking.istio.io/VirtualService',
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication',
])

function isOfItsNamespace(change: Change, was: SourceObject | undefined): boolean {
  const { apiVersion, kind } = change.kind === 'add' ? change.object : change.target
  const spec = change.kind === 'add' ? (change.object as unknown as Record<string, unknown>).spec : ownValue(was?.value ?? {}, 'spec')
  const has = (field: string) => isRecord(spec) && ownValue(spec, field) !== undefined
  // A new name may be the one of another host.
  if (kind === 'Service' && change.kind !== 'edit') return false
  // Where clients have subsets of their own, routes are asked for each of their namespaces.
  if (kind === 'DestinationRule') return change.kind !== 'edit' && !has('subsets')
  // What leaves pods is for clients of any destination, and what is asked of requests has proxies elsewhere stand behind a listener of Cilium.
  if (kind === 'CiliumNetworkPolicy')
    return change.kind !== 'edit' && !has('egress') && !has('egressDeny') && !has('specs') && !JSON.stringify(spec).includes('"http"')
  return ofTheirNamespace.has(`${groupOf(apiVersion)}/${kind}`)
}

/** Whether policies of the network know clients by labels of their namespaces: then such a label decides about destinations elsewhere. */
function asksNamespaceLabels({ endpointPolicies, kubernetesPolicies }: Mesh): boolean {
  const selectors = [...endpointPolicies, ...kubernetesPolicies].flatMap(({ subject, ingress, egress }) => [
    subject.selector,
    ...[ingress, egress].flatMap(({ allow, deny }) =>
      [...allow, ...deny].flatMap(({ peers = [] }) => peers.flatMap((peer) => (peer.kind === 'endpoints' ? [peer.selector] : []))),
    ),
  ])
  return selectors.flat().some(({ attribute }) => attribute.kind === 'namespace-label')
}

function isNamespace(change: Change): boolean {
  const { apiVersion, kind } = change.kind === 'add' ? change.object : change.target
  return apiVersion === 'v1' && kind === 'Namespace'
}

function isRoute(change: Change): boolean {
  const { apiVersion, kind } = change.kind === 'add' ? change.object : change.target
  return groupOf(apiVersion) === 'gateway.networking.k8s.io' && kind !== 'Gateway'
}
