import type { Mutation } from '../../../model/action.ts'
import type { Waypoint } from '../../../model/gateway.ts'
import type { Mesh } from '../../../model/mesh.ts'
import { selects } from '../../../model/workload.ts'
import { wirePort } from '../../../resolve/network/wire-port.ts'
import { entryTarget } from '../../../resolve/routes/client-tls.ts'
import { type RouteTarget, subsetDoubt, subsetNeeds, unlistedNeeds } from '../../../resolve/routes/destination-host.ts'
import { backing, backingEntry, containerPort, type PodPort } from '../../../resolve/services.ts'
import type { ConnectionContent } from '../cilium/at-proxy.ts'
import { endpointAllows } from '../cilium/cilium-endpoint.ts'
import { type Leaving, leavesCluster, leavesToPod } from '../cilium/cilium-leg.ts'
import { behindListener } from '../cilium/listener.ts'
import { overConnections, type TlsGroup, tlsGroups, tunnels, withoutRules } from '../client.ts'
import { allOf, alwaysTrue, anyOf, type Condition, isAlways, neverTrue, unknown } from '../condition.ts'
import type { DecisionTree, Delivery } from '../decision-tree.ts'
import { knownArrivals } from '../known-arrivals.ts'
import type { Connection } from '../points/arrival.ts'
import { podAllows, podWrites } from '../points/destination.ts'
import { principalOf } from '../points/waypoint.ts'
import { unseenPods } from '../unseen-pods.ts'
import type { Asked } from './walk.ts'

/** How requests are sent on to a destination. */
export interface Sending {
  readonly share: number
  /** What was done to them since they were asked about. */
  readonly mutations: readonly Mutation[]
  /** The waypoint that sends them on; nothing where the client does. */
  readonly waypoint?: Waypoint | undefined
  /** What DestinationRules make of the clients' connections, where that is not asked of the destination. */
  readonly groups?: readonly TlsGroup[] | undefined
}

/** Sends requests to where they are addressed, without a word of any route. */
export function straightTo(asked: Asked, destination: RouteTarget, by: Pick<Sending, 'waypoint' | 'groups'> = {}): DecisionTree {
  return { kind: 'sent', settings: [], arrivals: arrivalsAt(asked, destination, { share: 1, mutations: [], ...by }) }
}

/** What arrives at a destination: one for the pods of each template behind it. */
export function arrivalsAt(asked: Asked, destination: RouteTarget, sending: Sending): Delivery[] {
  const { share, waypoint, groups } = sending
  const mutations = [...(asked.mutations ?? []), ...sending.mutations]
  if (destination.kind === 'missing' && destination.unseen !== undefined) {
    const missing = `the pods behind Service ${destination.unseen}`
    return [{ destination: { kind: 'unseen-pods', service: destination.unseen }, share, mutations, allowed: unknown(missing, missing) }]
  }
  if (destination.kind === 'missing' && destination.unlisted !== undefined) {
    const { unlisted: host } = destination
    return [
      {
        destination: { kind: 'unseen-pods', service: host },
        share,
        mutations,
        allowed: unknown(`cluster for ${host}`, unlistedNeeds(host)),
      },
    ]
  }
  if (destination.kind === 'missing' && destination.doubt !== undefined) {
    const { doubt } = destination
    return [
      { destination: { kind: 'unseen-pods', service: doubt.service }, share, mutations, allowed: unknown(subsetDoubt(doubt), subsetNeeds) },
    ]
  }
  if (destination.kind === 'missing')
    return [{ destination: { kind: 'status', status: destination.status }, share, mutations: [], allowed: neverTrue }]
  if (destination.kind === 'external') {
    const behind = destination.owner === undefined ? [] : backingEntry(asked.mesh, destination.owner, destination.port)
    if (behind.length > 0) {
      const target = entryTarget(destination.host, destination.owner!)
      const tls = groups ?? (waypoint === undefined ? tlsGroups(asked, target, destination.port) : withoutRules)
      return behind.map((end) => arrivalAt(asked, end, { share, mutations, waypoint, groups: tls }))
    }
    return [
      {
        destination: { kind: 'host', host: destination.host, port: destination.port },
        share,
        mutations,
        allowed: waypoint === undefined ? leavesHost(asked, destination, mutations, groups) : alwaysTrue,
      },
    ]
  }
  const { service, port, subset } = destination
  const pods = backing(asked.mesh, service).filter((pod) => selects(subset, pod.labels))
  if (pods.length === 0) {
    const missing = `the pods behind Service ${service.namespace}/${service.name}`
    const allowed = unknown(`${missing}: ${unseenPods(asked.mesh, service)}`, missing)
    return [{ destination: { kind: 'unseen-pods', service: `${service.namespace}/${service.name}` }, share, mutations, allowed }]
  }
  const direct = (): readonly TlsGroup[] => tlsGroups(asked, service, port.port, destination.subsetName)
  const tls = groups ?? (waypoint === undefined ? direct() : withoutRules)
  return pods.flatMap((pod) => {
    const target = containerPort(port, pod)
    if (target === undefined) return []
    return [arrivalAt(asked, { pod, port: target }, { share, mutations, waypoint, groups: tls })]
  })
}

/** The last step: what guards the pod. The mutations are all that were done to the request. */
export function arrivalAt(asked: Asked, target: PodPort, sending: Sending): Delivery {
  const { share, mutations, waypoint, groups = withoutRules } = sending
  // Unless routes rewrite the request, or send a share of all.
  if (mutations.length > 0 || share !== 1) return arrival(asked, target, sending)
  const known = knownArrivals(asked.mesh, { pod: target.pod, waypoint, groups })
  const { endpoint, proxy, protocol, serverName = '' } = asked
  const key = `${target.port} ${endpoint} ${proxy} ${protocol} ${serverName}`
  const found = known.get(key) ?? arrival(asked, target, sending)
  known.set(key, found)
  return found
}

function arrival(asked: Asked, target: PodPort, { share, mutations, waypoint, groups = withoutRules }: Sending): Delivery {
  const { pod, port } = target
  const { mesh, endpoint, protocol, proxy } = asked
  const at = `${pod.namespace}/${pod.name}:${port}`
  const letIn = (connection: Omit<Connection, 'mutations'>): Condition => {
    const wire = wirePort(mesh, pod, port, {
      identity: connection.identity === 'none' ? undefined : 'mutual TLS',
      tunnelled: connection.tunnelled,
    })
    const content = contentOf(asked, connection)
    const client = waypoint === undefined ? endpoint : 'unknown'
    const network = endpointAllows(mesh, { pod, port: wire }, { client, content, mutations })
    const leaving: Leaving = { mesh, endpoint, proxy, content, mutations }
    const leaves = waypoint === undefined ? leavesToPod(leaving, pod, wire) : alwaysTrue
    const own = podAllows({ mesh, pod, port, protocol, connection: { ...connection, mutations } })
    return allOf([
      leaves,
      network ?? alwaysTrue,
      own,
      network === undefined && isAlways(leaves) ? alwaysTrue : behindListener(own, { mesh, mutations, name: at }),
    ])
  }
  const allowed = waypoint === undefined ? overConnections(asked, target, groups, letIn) : letIn(fromWaypoint(mesh, waypoint))
  const written = podWrites({ mesh, pod, port, protocol, connection: { tunnelled: waypoint !== undefined || tunnels(mesh, proxy) } })
  return {
    destination: { kind: 'pods', namespace: pod.namespace, workload: pod.name, port },
    share,
    mutations,
    ...(written.length === 0 ? {} : { written }),
    allowed,
  }
}

/** What Cilium lets out towards a host: a sidecar or a gateway may speak TLS of its own to it, where a DestinationRule says so. */
function leavesHost(
  asked: Asked,
  destination: Extract<RouteTarget, { kind: 'external' }>,
  mutations: readonly Mutation[],
  groups: readonly TlsGroup[] | undefined,
): Condition {
  const { mesh, endpoint, proxy } = asked
  const { host, owner, port } = destination
  const rules = groups ?? (owner === undefined ? withoutRules : tlsGroups(asked, entryTarget(host, owner), port))
  return anyOf(
    rules.map(({ when, variants }) => {
      const asSent = variants.every(({ tls }) => tls === 'unset' || tls === 'none' || tls === 'off')
      const connection = { identity: 'none', peer: 'client', tunnelled: false } as const
      const content: ConnectionContent = asSent ? contentOf(asked, connection) : { kind: 'tls', serverName: 'unknown' }
      return allOf([when, leavesCluster({ mesh, endpoint, proxy, content, mutations }, destination)])
    }),
  )
}

/** What the proxy of a node can read of a connection: nothing in TLS of the mesh. */
function contentOf({ protocol, serverName }: Asked, { identity, tunnelled }: Omit<Connection, 'mutations'>): ConnectionContent {
  if (identity !== 'none' || tunnelled) return { kind: 'tls', serverName: 'unknown' }
  if (protocol === 'http') return { kind: 'http' }
  return serverName === undefined ? { kind: 'bytes' } : { kind: 'tls', serverName }
}

function fromWaypoint(mesh: Mesh, waypoint: Waypoint): Omit<Connection, 'mutations'> {
  return { identity: { principal: principalOf(mesh, waypoint) }, peer: 'unknown', tunnelled: true }
}
