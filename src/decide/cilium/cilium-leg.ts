import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Request } from '../../model/request.ts'
import type { ExternalHost } from '../../model/service.ts'
import type { PointDecision } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import { outsideEnds } from '../../resolve/network/outside-ends.ts'
import { tunnelPort, wirePort } from '../../resolve/network/wire-port.ts'
import type { PodPort } from '../../resolve/services.ts'
import type { ClientProxy, Way } from '../client.ts'
import type { ConnectionContent } from './at-proxy.ts'
import {
  decideAtCiliumEgress,
  decideAtCiliumEndpoint,
  type EndpointDecision,
  type EndpointPeerEnd,
  type Stranger,
} from './cilium-endpoint.ts'
import { heardByListener } from './listener.ts'

/** Who opens the connection that reaches the pod: the client, or the waypoint that its request went through. */
export interface LegStart {
  readonly end: EndpointPeerEnd
  /** Where the input has it. */
  readonly workload: Workload | undefined
  /** What carries its requests; nothing where it is not given. */
  readonly proxy?: ClientProxy
  /** Set for a waypoint: what leaves it is not decided, because the input does not have the labels of its pods. */
  readonly waypoint?: true
}

/** Whose policies for what leaves a pod count: also those of a pod that the input does not have, by its namespace and labels. */
function senderOf({ end, workload, waypoint }: LegStart): Workload | Stranger | undefined {
  if (workload !== undefined || waypoint === true) return workload
  return end.kind === 'pod' ? end : undefined
}

/** What the network said on the way to a destination, and the request as its proxies send it on. */
export interface NetworkLeg {
  readonly points: readonly PointDecision[]
  readonly request: Request
}

/** How the client's bytes are on the wire: as it sends them, or in TLS of the mesh or of a DestinationRule, which no proxy of a node reads. */
export type Wire = 'as sent' | 'encrypted'

/**
 * What Cilium decides about a connection to a pod, before the pod's own proxy: what leaves the client, then what enters the pod. No points
 * where Cilium has no policies.
 */
export function decideOnCiliumLeg(
  mesh: Mesh,
  from: LegStart,
  { pod, port }: PodPort,
  { arrival, doubt }: Way,
  request: Request,
): NetworkLeg {
  const wire: Wire = arrival.tunnelled || arrival.identity !== undefined || doubt !== undefined ? 'encrypted' : 'as sent'
  const number = wirePort(mesh, pod, port, arrival)
  const sender = senderOf(from)
  return along(request, wire, [
    (spoken) => (sender === undefined ? undefined : decideAtCiliumEgress(mesh, sender, number, pod, { spoken })),
    (spoken) => decideAtCiliumEndpoint(mesh, pod, number, from.end, { spoken }),
  ])
}

/** What Cilium lets out of the client towards a host that is not a Service; where a ServiceEntry selects pods, they are of its namespace. */
export function decideLeavingCluster(
  mesh: Mesh,
  from: LegStart,
  outside: { readonly host: string; readonly port: number; readonly owner?: ExternalHost },
  request: Request,
  wire: Wire,
): NetworkLeg {
  const sender = senderOf(from)
  const ends = outsideEnds(outside, carriers[from.proxy ?? 'none'])
  return along(request, wire, [
    (spoken) => {
      if (sender === undefined) return undefined
      return eitherEnd(ends.map(({ identity, port }) => decideAtCiliumEgress(mesh, sender, port, identity, { spoken })))
    },
  ])
}

const carriers = { sidecar: 'proxy', gateway: 'proxy', ztunnel: 'ztunnel', none: 'nothing' } as const satisfies Readonly<
  Record<ClientProxy, string>
>

/** One of several ends is connected to, and which one is not known. */
function eitherEnd(decisions: readonly (EndpointDecision | undefined)[]): EndpointDecision | undefined {
  const said = decisions.flatMap((decision) => decision ?? [])
  const [first] = said
  if (first === undefined || said.every(({ verdict, proxied }) => verdict === first.verdict && proxied === first.proxied)) return first
  const { code: _, ...rest } = first
  const because = [...new Set(said.flatMap((one) => one.because))]
  return { ...rest, verdict: 'undetermined', reason: 'its endpoints are told apart', because, needs: 'which endpoint is connected to' }
}

/** What Cilium lets out of the client towards a waypoint, through the tunnel. What it lets into the waypoint's own pods is not decided: the input does not have their labels. */
export function decideTowardsWaypoint(mesh: Mesh, from: LegStart, { namespace, serviceAccount }: Waypoint): readonly PointDecision[] {
  const sender = senderOf(from)
  if (sender === undefined) return []
  const spoken: ConnectionContent = { sni: 'unknown' }
  const leaving = decideAtCiliumEgress(mesh, sender, tunnelPort, { kind: 'pod', namespace, serviceAccount }, { spoken })
  return leaving === undefined ? [] : [pointOf(leaving)]
}

/** Each endpoint hears what the one before it has sent on. */
function along(sent: Request, wire: Wire, endpoints: readonly ((spoken: ConnectionContent) => EndpointDecision | undefined)[]): NetworkLeg {
  const points: PointDecision[] = []
  let request = sent
  for (const endpoint of endpoints) {
    const spoken = spokenBy(request, wire)
    const decision = endpoint(spoken)
    if (decision === undefined) continue
    points.push(pointOf(decision))
    if (decision.proxied === true && spoken.http !== undefined) request = { ...request, http: spoken.http }
  }
  return { points, request }
}

function spokenBy({ protocol, http, sni }: Request, wire: Wire): ConnectionContent {
  if (wire === 'encrypted') return { sni: 'unknown' }
  if (protocol === 'http' && http !== undefined) {
    const heard = heardByListener(http)
    return 'http' in heard ? heard : { http, answer: heard.answer }
  }
  return sni === undefined ? {} : { sni }
}

function pointOf({ proxied: _, ...point }: EndpointDecision): PointDecision {
  return point
}
