import type { Mesh } from '../mesh.ts'
import { resolvePeerAuthentication } from '../peer-authentication.ts'
import type { Service, ServicePort } from '../service.ts'
import type { Workload } from '../workload.ts'
import { type Arrival, decideAtPod } from './destination.ts'
import type { Client, Request } from './request.ts'
import { backing, containerPort, findService, findWorkload, ingressUsesWaypoint, waypointOf } from './topology.ts'
import type { Truth } from './truth.ts'
import type { PointDecision, Verdict } from './verdict.ts'
import { decideAtWaypoint, waypointIdentity } from './waypoint.ts'

/** What happens to a request at one of the pods it may reach. */
export interface Branch {
  /** `namespace/name` of the pods; undefined when the request reaches none. */
  readonly workload: string | undefined
  readonly verdict: Verdict
  /** The points it met, in order; the last one decided. */
  readonly points: readonly PointDecision[]
}

export interface Decision {
  /** The verdict of all branches when they agree; `undetermined` when they do not. */
  readonly verdict: Verdict
  readonly branches: readonly Branch[]
}

export interface DecideOptions {
  /** What the external authorizers answer; default: nobody knows. */
  readonly externalAllows?: Truth
}

/**
 * Decides one request: the reference evaluator. It walks the enforcement points that the request meets, each with its own view, and is
 * written to be read, not to be fast. It decides access; where routes send a request is not its business yet.
 */
export function decide(mesh: Mesh, request: Request, options: DecideOptions = {}): Decision {
  const branches = request.address.kind === 'service' ? toService(mesh, request, options) : [toPod(mesh, request, options)]
  const verdicts = new Set(branches.map((branch) => branch.verdict))
  return { verdict: verdicts.size === 1 ? [...verdicts][0]! : 'undetermined', branches }
}

function toService(mesh: Mesh, request: Request, options: DecideOptions): Branch[] {
  const address = request.address as Extract<Request['address'], { kind: 'service' }>
  const service = findService(mesh, address.namespace, address.name)
  if (service === undefined) return [{ workload: undefined, verdict: 'undetermined', points: [] }]
  const port = service.ports.find((candidate) => candidate.port === address.port)
  const pods = backing(mesh, service)
  if (port === undefined || pods.length === 0) return [{ workload: undefined, verdict: 'unreachable', points: [] }]
  return pods.map((pod) => throughService(mesh, service, port, pod, request, options))
}

function throughService(mesh: Mesh, service: Service, port: ServicePort, pod: Workload, request: Request, options: DecideOptions): Branch {
  const target = containerPort(port, pod)
  const name = `${pod.namespace}/${pod.name}`
  if (target === undefined) return { workload: name, verdict: 'unreachable', points: [] }
  const external = options.externalAllows ?? 'unknown'
  const client = clientOf(mesh, request.client)
  const waypoint = waypointOf(mesh, service)
  const viaWaypoint =
    waypoint !== undefined && (client.proxy === 'ztunnel' || (client.proxy === 'gateway' && ingressUsesWaypoint(mesh, service)))
  if (!viaWaypoint) return finish(name, [decideAtPod(mesh, pod, target, request, arrivalFrom(mesh, client, pod, target), external)])
  const first = decideAtWaypoint(mesh, waypoint, service, port, request, client.identity, client.ip, external)
  if (first.verdict === 'denied') return finish(name, [first])
  const arrival: Arrival = { identity: waypointIdentity(mesh, waypoint), peerAddress: 'unknown', tunnelled: true, behindWaypoint: true }
  return finish(name, [first, decideAtPod(mesh, pod, target, request, arrival, external)])
}

function toPod(mesh: Mesh, request: Request, options: DecideOptions): Branch {
  const address = request.address as Extract<Request['address'], { kind: 'pod' }>
  const pod = findWorkload(mesh, address.namespace, address.workload)
  if (pod === undefined) return { workload: undefined, verdict: 'undetermined', points: [] }
  const arrival = arrivalFrom(mesh, clientOf(mesh, request.client), pod, address.port)
  return finish(`${pod.namespace}/${pod.name}`, [
    decideAtPod(mesh, pod, address.port, request, arrival, options.externalAllows ?? 'unknown'),
  ])
}

function finish(workload: string, points: readonly PointDecision[]): Branch {
  const denied = points.some((point) => point.verdict === 'denied')
  const doubtful = points.some((point) => point.verdict === 'undetermined')
  return { workload, verdict: denied ? 'denied' : doubtful ? 'undetermined' : 'allowed', points }
}

interface ClientSide {
  readonly proxy: 'sidecar' | 'ztunnel' | 'gateway' | 'none'
  readonly identity: string | undefined
  readonly ip: string | 'unknown'
}

function clientOf(mesh: Mesh, client: Client): ClientSide {
  const identity = (namespace: string, account: string, trustDomain = mesh.settings.trustDomain): string =>
    `${trustDomain}/ns/${namespace}/sa/${account}`
  switch (client.kind) {
    case 'unmeshed':
      return { proxy: 'none', identity: undefined, ip: client.ip ?? 'unknown' }
    case 'ingress':
      return { proxy: 'gateway', identity: identity(client.namespace, client.serviceAccount), ip: client.ip ?? 'unknown' }
    case 'stranger':
      return {
        proxy: client.dataPlane === 'sidecar' ? 'sidecar' : 'ztunnel',
        identity: identity(client.namespace, client.serviceAccount, client.trustDomain),
        ip: client.ip ?? 'unknown',
      }
    case 'workload': {
      const workload = findWorkload(mesh, client.namespace, client.name)
      if (workload === undefined || workload.dataPlane === 'none' || workload.dataPlane === 'unknown' || workload.hostNetwork)
        return { proxy: 'none', identity: undefined, ip: client.ip ?? 'unknown' }
      return {
        proxy: workload.gateway ? 'gateway' : workload.dataPlane === 'sidecar' ? 'sidecar' : 'ztunnel',
        identity: identity(workload.namespace, workload.serviceAccount),
        ip: client.ip ?? 'unknown',
      }
    }
  }
}

/** How a client's connection reaches a pod when no waypoint is in between. */
function arrivalFrom(mesh: Mesh, client: ClientSide, pod: Workload, port: number): Arrival {
  const plain: Arrival = { identity: undefined, peerAddress: client.ip, tunnelled: false, behindWaypoint: false }
  if (client.identity === undefined || pod.dataPlane === 'none' || pod.dataPlane === 'unknown' || pod.hostNetwork) return plain
  const tunnelled = client.proxy === 'ztunnel' || pod.dataPlane === 'ambient'
  if (!tunnelled) {
    // Between sidecars auto mTLS sends plaintext to ports that are DISABLE (istio:pilot/pkg/xds/endpoints/mtls_checker.go).
    if (!mesh.settings.autoMtls) return { ...plain, identity: client.identity }
    if (resolvePeerAuthentication(mesh, pod, port).mode === 'disable') return plain
    return { ...plain, identity: client.identity }
  }
  // ztunnel accepts only peers of its own trust domain (ztunnel:src/tls/certificate.rs).
  if (pod.dataPlane === 'ambient' && !client.identity.startsWith(`${mesh.settings.trustDomain}/`)) return plain
  return { identity: client.identity, peerAddress: client.ip, tunnelled: pod.dataPlane === 'sidecar', behindWaypoint: false }
}
