import type { Mesh } from '../../model/mesh.ts'
import { type Address, type Client, type HttpRequest, headerValues, type Request } from '../../model/request.ts'
import type { PortProtocol } from '../../model/service.ts'
import type { Workload } from '../../model/workload.ts'
import { protocolOf } from '../../resolve/declared-protocol.ts'
import { findService, findWorkload } from '../../resolve/services.ts'

/** The pod that sends a request: one of its own, under a service account of the cluster. */
export interface RequestSender {
  readonly namespace: string
  readonly serviceAccount: string
  /** Whether it gets no proxy, whatever its namespace says. */
  readonly outOfMesh: boolean
}

/** A request as `curl` sends it. */
export interface SentRequest {
  readonly from: RequestSender
  /** A name of the cluster, or pods of which one is asked by its own address; `pods` is the flag by which `kubectl get` lists them. */
  readonly to:
    | { readonly kind: 'service'; readonly host: string; readonly port: number }
    | { readonly kind: 'pod'; readonly namespace: string; readonly workload: string; readonly pods: string; readonly port: number }
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** In the order of their names; `Host` among them where it is not that of the address. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** HTTP/2 without TLS, which is what the port speaks. */
  readonly http2: boolean
}

/**
 * A request as a pod with `curl` sends it; undefined where none can: with a valid token, an address of its own, a method or a header that proxies refuse
 * or set themselves, and of clients whose pods say by labels of their own which proxy they have.
 */
export function sentRequest(
  mesh: Mesh,
  { client, address, http, certificate, sni }: Request,
  podsOf: (workload: Workload) => string | undefined,
): SentRequest | undefined {
  const from = senderOf(mesh, client, address.kind === 'host' ? undefined : address.namespace)
  if (from === undefined || http === undefined || address.kind === 'host' || certificate !== undefined || sni !== undefined)
    return undefined
  if (!methods.has(http.method) || !/^\/[\x21\x22\x24-\x7e]*$/.test(http.target)) return undefined
  const headers = headersOf(http)
  if (headers === undefined) return undefined
  const { namespace, port } = address
  const protocol = protocolAt(mesh, address)
  const common = { from, method: http.method, path: http.target, http2: protocol === 'grpc' || protocol === 'http2' }
  if (address.kind === 'pod') {
    const workload = findWorkload(mesh, namespace, address.workload)
    const pods = workload === undefined ? undefined : podsOf(workload)
    return pods === undefined ? undefined : { ...common, to: { kind: 'pod', namespace, workload: address.workload, pods, port }, headers }
  }
  const host = `${address.name}.${namespace}.svc.${mesh.settings.clusterDomain}`
  const own = http.authority === host || http.authority === `${host}:${port}`
  return { ...common, to: { kind: 'service', host, port }, headers: [...(own ? [] : [['Host', http.authority] as const]), ...headers] }
}

/** What a port is declared to speak. */
export function protocolAt(mesh: Mesh, address: Address): PortProtocol | undefined {
  switch (address.kind) {
    case 'service':
      return findService(mesh, address.namespace, address.name)?.ports.find(({ port }) => port === address.port)?.protocol
    case 'pod': {
      const workload = findWorkload(mesh, address.namespace, address.workload)
      return workload === undefined ? undefined : protocolOf(mesh, workload, address.port)
    }
    case 'host':
      return undefined
  }
}

/** The request of such a pod to a mesh: its labels are those that keep it out of the mesh, or none. */
export function asAsked(request: Request, { namespace, serviceAccount, outOfMesh }: RequestSender): Request {
  const client: Client = outOfMesh
    ? { kind: 'unmeshed', namespace, serviceAccount, labels: {} }
    : { kind: 'stranger', dataPlane: 'namespace', namespace, serviceAccount, labels: {} }
  return { ...request, client }
}

/** Those that Envoy knows, and answers with a body; `TRACE` and `CONNECT` are answered in other ways. */
const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])

/** What a client, or its sidecar, sets itself. */
const reserved =
  /^(?:host|authorization|connection|content-length|expect|te|trailer|transfer-encoding|upgrade|keep-alive|proxy-.*|x-forwarded-.*|x-envoy-.*|x-request-id|:.*)$/

function headersOf({ authority, headers, token, otherTokens }: HttpRequest): [string, string][] | undefined {
  if (!/^[\w.:*[\]-]+$/.test(authority) || token.kind === 'valid' || (otherTokens ?? []).length > 0) return undefined
  const found: [string, string][] = token.kind === 'invalid' ? [['Authorization', 'Bearer invalid']] : []
  for (const name of Object.keys(headers).sort())
    for (const value of headerValues(headers, name)) {
      if (reserved.test(name) || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) return undefined
      if (!/^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/.test(value)) return undefined
      found.push([name, value])
    }
  return found
}

/** A client of the cluster. One from outside of the mesh is sent from the namespace that is asked, which exists. */
function senderOf(mesh: Mesh, client: Client, asked: string | undefined): RequestSender | undefined {
  switch (client.kind) {
    case 'workload': {
      const workload = findWorkload(mesh, client.namespace, client.name)
      if (workload === undefined || workload.ownDataPlane !== undefined) return undefined
      return { namespace: workload.namespace, serviceAccount: workload.serviceAccount, outOfMesh: false }
    }
    case 'stranger': {
      const { namespace, serviceAccount, trustDomain } = client
      const isKnown = mesh.workloads.some((one) => one.namespace === namespace && one.serviceAccount === serviceAccount)
      return isKnown && trustDomain === undefined ? { namespace, serviceAccount, outOfMesh: false } : undefined
    }
    case 'unmeshed':
      return asked === undefined ? undefined : { namespace: asked, serviceAccount: 'default', outOfMesh: true }
    case 'ingress':
      return undefined
  }
}
