import type { Place } from '../../diagnostics/place.ts'
import type { TokenIssuer } from '../../model/authentication.ts'
import { hasIdentity } from '../../model/data-plane.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { NodeAuthorizer, NodeRoutes } from '../../model/node-routes.ts'
import type { Service } from '../../model/service.ts'
import { perMesh } from '../host-index.ts'
import { and, type Truth } from '../truth.ts'
import type { ChainRule } from './chain-rule.ts'
import type { NodeDoubt } from './node-doubt.ts'
import { hasListenerOn, listenedPorts } from './node-listeners.ts'
import { nodeRules } from './node-rules.ts'

/** Where a connection comes from: a pod of the cluster, outside of it, or a process in the network of a node. */
export type ConnectionStart = 'pod' | 'world' | 'node'

/** What the proxy of a node does with connections to a port of a Service. */
export interface NodeRouting {
  /** Whether it has them at all, and what would tell. */
  readonly taken: true | 'unknown'
  readonly needs: string
  /** Its rules, the first that matches decides and the last one takes the rest; or why they are not known. */
  readonly rules: readonly ChainRule[] | NodeDoubt
  readonly tables: readonly NodeRoutes[]
  readonly normalization: NodeRoutes['normalization']
  /** Whom its listener asks about requests, before it looks at tokens. */
  readonly authorizers: readonly NodeAuthorizer[]
  /** Tables whose listener checks tokens before it routes. */
  readonly checks: readonly TokenCheckAtNode[]
}

/** The issuers whose tokens a listener checks. */
export interface TokenCheckAtNode {
  readonly issuers: readonly TokenIssuer[]
  readonly place: Place
}

/**
 * The routes that the proxy of a client's node follows for a port of a Service. Undefined where the kernel chooses among the pods: connections come from
 * elsewhere, no listener is on the port, or the Service has no address of its own
 * (cc:pkg/ciliumenvoyconfig, cc:bpf/bpf_lxc.c lb4_svc_is_l7_loadbalancer; measured: Cilium 1.20.2).
 */
export function nodeRouting(mesh: Mesh, service: Service, port: number, from: ConnectionStart): NodeRouting | undefined {
  if (service.headless || service.externalName !== undefined) return undefined
  const led = isLedToProxy(service, from)
  if (led === false) return undefined
  const attached = tablesFor(mesh)(`${service.namespace}/${service.name}`)
  const [routes, configs] = [attached.filter(isRoute), attached.filter((table) => !isRoute(table))]
  const followed = routes.some((table) => hasListenerOn(table, service, port)) ? followsRoutes(mesh) : false
  const own = configs.filter((table) => hasListenerOn(table, service, port))
  if (followed === false && own.length === 0) return undefined
  const sets = [...(followed === false ? [] : [routes]), ...own.map((table) => [table])]
  const tables = sets.flat()
  const first = sets[0]!
  return {
    taken: and([led, own.length > 0 ? true : followed]) === true ? true : 'unknown',
    needs: followed === 'unknown' && own.length === 0 ? needsController : needsStart,
    rules: sets.length > 1 ? severalSets(service, tables[0]!.place) : nodeRules(mesh, first, (table) => listenedPorts(table, service)),
    tables,
    normalization: first[0]!.normalization,
    authorizers: first.flatMap(({ authorizers = [] }) => authorizers),
    checks: first.flatMap(({ issuers = [], place }) => (issuers.length === 0 ? [] : [{ issuers, place }])),
  }
}

const needsController =
  'whether Cilium programs routes with Services as their parents (`gatewayAPI.enabled`), which a GatewayClass of Cilium shows'
const needsStart = 'whether connections from outside of the cluster or from nodes are led to the proxy of the node'

function severalSets({ namespace, name }: Service, at: Place): NodeDoubt {
  return { why: `which of several configurations Cilium takes for Service ${namespace}/${name}`, at }
}

/** Connections from pods are; those from nodes, and from outside to what is open to the outside, were not measured. */
function isLedToProxy({ fromOutside }: Service, from: ConnectionStart): Truth {
  switch (from) {
    case 'pod':
      return true
    case 'node':
      return 'unknown'
    case 'world':
      return fromOutside === undefined ? false : 'unknown'
  }
}

function isRoute({ order }: NodeRoutes): boolean {
  return order === 'specificity'
}

const tablesFor = perMesh((mesh) => {
  const index = new Map<string, NodeRoutes[]>()
  for (const table of mesh.nodeRoutes) {
    const services = table.bindings.flatMap((binding) => (binding.to === 'service' ? [`${binding.namespace}/${binding.target.name}`] : []))
    for (const service of new Set(services)) index.set(service, [...(index.get(service) ?? []), table])
  }
  return (service: string): readonly NodeRoutes[] => index.get(service) ?? []
})

/** The mesh where Cilium's operator programs routes with Services as their parents, whatever the input shows of it. */
export function withRoutesOnNodes(mesh: Mesh): Mesh {
  return { ...mesh, settings: { ...mesh.settings, nodesFollowRoutes: true } }
}

/** Whether the proxies of nodes have routes, or may have some. */
export function mayRouteOnNodes(mesh: Mesh): boolean {
  return mesh.nodeRoutes.some(
    (table) => table.bindings.some(({ to }) => to === 'service') && (!isRoute(table) || followsRoutes(mesh) !== false),
  )
}

/**
 * Whether routes with Services as their parents are programmed. Cilium's operator does so where it is configured to. Without Istio and with policies of Cilium, a route is
 * for Cilium or for nothing; beside Istio it is for Istio.
 */
const followsRoutes = perMesh((mesh): Truth => {
  if (mesh.settings.nodesFollowRoutes === true) return true
  const hasIstio = [...mesh.workloads, ...mesh.namespaces].some(({ dataPlane }) => hasIdentity(dataPlane) === 'yes')
  if (hasIstio || mesh.waypoints.length > 0) return false
  return (
    mesh.endpointPolicies.length + mesh.addressGroups.length + mesh.nodeRoutes.filter((table) => !isRoute(table)).length > 0 && 'unknown'
  )
})
