import { decide } from '../../src/decide/decide.ts'
import { ownAddress } from '../../src/decide/points/own-address.ts'
import { ztunnelAuthorization } from '../../src/decide/rules/ztunnel-authorization.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Client, Request } from '../../src/model/request.ts'
import { ztunnelMtls } from '../../src/resolve/attach/ztunnel-mtls.ts'
import { policiesAtZtunnel } from '../../src/resolve/attach/ztunnel-policies.ts'
import { findWorkload } from '../../src/resolve/services.ts'
import { meshOfManifests } from './mesh.ts'
import { agreed, disagreed, type Manifest, type Vector, type VectorOutcome } from './vector.ts'

/** What ztunnel did with connections to one pod. */
export interface ZtunnelRecord {
  readonly id: string
  readonly objects: readonly Manifest[]
  readonly workload: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  readonly connections: readonly RecordedConnection[]
}

export interface RecordedConnection {
  readonly source: string
  readonly destination: string
  readonly port: number
  /** `trust-domain/ns/…/sa/…`; plaintext has none. */
  readonly identity?: string
  readonly allowed: boolean
}

export function ztunnelVectors({ id, objects, workload, connections }: ZtunnelRecord): Vector[] {
  const kinds = [...new Set(objects.map(({ kind }) => String(kind)))].sort()
  return connections.map((connection, index) => ({
    engine: 'ztunnel',
    id: `${id} #${index + 1}`,
    features: [kinds.length === 0 ? 'no policy' : kinds.join(' and ')],
    ask: () => asked(meshOfManifests([...peopled(workload, connection.destination), ...objects]), workload.namespace, connection),
  }))
}

/** The mesh and the requests of a record, without the peers that ztunnel's TLS refuses. */
export function ztunnelRequests({ objects, workload, connections }: ZtunnelRecord): { readonly mesh: Mesh; readonly requests: Request[] } {
  const own = connections.filter((connection) => !isForeign(connection))
  const mesh = meshOfManifests([...peopled(workload, connections[0]?.destination ?? ''), ...objects])
  return { mesh, requests: own.map((connection) => requestTo(workload.namespace, connection)) }
}

/** The pod, its namespace and its own address. */
function peopled({ namespace, labels }: ZtunnelRecord['workload'], address: string): Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio.io/dataplane-mode': 'ambient' } } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: pod, namespace, labels },
      spec: { serviceAccountName: pod, containers: [{ name: 'c', image: 'x' }] },
      status: { podIP: address },
    },
  ]
}

const pod = 'asked'

function asked(mesh: Mesh, namespace: string, connection: RecordedConnection): VectorOutcome {
  if (mesh.unread.some(({ why }) => why === 'invalid')) return { says: 'not compared', why: "objects that istiod's webhook refuses" }
  const verdict = isForeign(connection) ? byRules(mesh, namespace, connection) : byDecide(mesh, namespace, connection)
  const did = connection.allowed ? 'allowed' : 'denied'
  if (verdict === 'undetermined') return { says: 'undetermined', why: `the engine: ${did}` }
  return verdict === did ? agreed : disagreed(did, verdict)
}

const ownTrustDomain = 'cluster.local'

/** Peers of another trust domain do not pass ztunnel's TLS; what is recorded is what its rules say of them. */
function isForeign({ identity }: RecordedConnection): boolean {
  return identity !== undefined && !identity.startsWith(`${ownTrustDomain}/`)
}

function byDecide(mesh: Mesh, namespace: string, connection: RecordedConnection): string {
  return decide(mesh, requestTo(namespace, connection)).verdict
}

function requestTo(namespace: string, connection: RecordedConnection): Request {
  return { client: clientOf(connection), protocol: 'tcp', address: { kind: 'pod', namespace, workload: pod, port: connection.port } }
}

function clientOf({ identity, source: ip }: RecordedConnection): Client {
  if (identity === undefined) return { kind: 'unmeshed', ip }
  const [, , namespace = '', , serviceAccount = ''] = identity.split('/')
  return { kind: 'stranger', dataPlane: 'ambient', namespace, serviceAccount, ip }
}

function byRules(mesh: Mesh, namespace: string, { identity, source, port }: RecordedConnection): string {
  const workload = findWorkload(mesh, namespace, pod)!
  const view = {
    identity,
    peerAddress: source,
    clientAddress: 'unknown',
    destinationAddress: ownAddress(workload),
    port,
    http: undefined,
    sni: undefined,
  } as const
  if (ztunnelMtls(mesh, workload, port).some(({ strict }) => strict) && identity === undefined) return 'denied'
  const { allowed } = ztunnelAuthorization(policiesAtZtunnel(mesh, workload), view)
  return allowed === 'unknown' ? 'undetermined' : allowed ? 'allowed' : 'denied'
}
