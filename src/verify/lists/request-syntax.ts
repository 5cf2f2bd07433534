import { parseIpRange } from '../../algebra/ip-range.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Address, Client, HttpHeaders, HttpRequest, Request, Token } from '../../model/request.ts'
import { findNamed, fullName } from './full-name.ts'
import { gatewayPods, ingressClient } from './ingress-client.ts'

/** A request as people write it: in a file of expectations, and as flags of `trace`. */
export interface RequestParts {
  /** `NS/WORKLOAD`, `NS/sa/ACCOUNT` (a pod that the input does not have), `ingress`, `ingress=NS/NAME` or `outside`. */
  readonly from: string
  /** `NS/NAME:PORT`, `NS/WORKLOAD:PORT` or `HOST:PORT`. */
  readonly to: { readonly service: string } | { readonly pod: string } | { readonly host: string }
  /** Default: `http`; `tcp` when a server name is given and nothing of HTTP is. */
  readonly protocol?: 'http' | 'tcp'
  /** Default: `GET`. */
  readonly method?: string
  /** Path and query. Default: `/`. */
  readonly path?: string
  /** The authority. Default: the name of the address. */
  readonly host?: string
  readonly headers?: HttpHeaders
  /** Of a valid token. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly token?: 'none' | 'invalid'
  readonly clientIp?: string
  readonly sni?: string
  /** The client shows no certificate to a gateway that asks for one. Default: it shows what is asked for. */
  readonly certificate?: 'none'
}

/** Why parts are not a request; `known` are the names that the unknown `name` may have meant. */
export interface RequestProblem {
  readonly problem: string
  readonly name?: string
  readonly known?: readonly string[]
}

/** The request that its parts describe, with the names of a mesh. */
export function requestFrom(parts: RequestParts, mesh: Mesh): Request | RequestProblem {
  const { clientIp, path } = parts
  if (clientIp !== undefined && (clientIp.includes('/') || parseIpRange(clientIp) === undefined))
    return { problem: `\`${clientIp}\` is not an IP address` }
  if (path !== undefined && path !== '*' && !path.startsWith('/')) return { problem: `the path \`${path}\` does not begin with a slash` }
  const address = addressFrom(parts, mesh)
  if ('problem' in address) return address
  const client = clientFrom(parts, address, mesh)
  if ('problem' in client) return client
  const ofHttp = [parts.method, parts.path, parts.host, parts.headers, parts.claims, parts.token].some((part) => part !== undefined)
  const protocol = parts.protocol ?? (parts.sni !== undefined && !ofHttp ? 'tcp' : 'http')
  if (protocol === 'tcp' && ofHttp) return { problem: 'a TCP connection has no method, path, host, headers and token' }
  if (parts.claims !== undefined && parts.token !== undefined)
    return { problem: 'a token with claims is valid: leave out either the claims or the token' }
  return {
    client,
    address,
    protocol,
    ...(protocol === 'http' ? { http: httpFrom(parts, address, mesh) } : {}),
    ...(parts.sni === undefined ? {} : { sni: parts.sni }),
    ...(parts.certificate === undefined ? {} : { certificate: parts.certificate }),
  }
}

function httpFrom(parts: RequestParts, address: Address, mesh: Mesh): HttpRequest {
  const token: Token = parts.claims !== undefined ? { kind: 'valid', claims: parts.claims } : { kind: parts.token ?? 'none' }
  const headers = Object.entries(parts.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  return {
    method: parts.method ?? 'GET',
    target: parts.path ?? '/',
    authority: parts.host ?? nameOf(address, mesh),
    headers: Object.fromEntries(headers),
    token,
  }
}

function nameOf(address: Address, mesh: Mesh): string {
  switch (address.kind) {
    case 'service':
      return `${address.name}.${address.namespace}.svc.${mesh.settings.clusterDomain}`
    case 'pod':
      return `${address.workload}.${address.namespace}`
    case 'host':
      return address.host
  }
}

function addressFrom({ from, to }: RequestParts, mesh: Mesh): Address | RequestProblem {
  const written = 'service' in to ? to.service : 'pod' in to ? to.pod : to.host
  const [, name = '', digits = ''] = /^(.+):(\d+)$/.exec(written) ?? []
  const port = Number(digits)
  const form = 'service' in to ? 'NS/NAME:PORT' : 'pod' in to ? 'NS/WORKLOAD:PORT' : 'HOST:PORT'
  if (name === '' || port < 1 || port > 65535) return { problem: `\`${written}\` is not of the form ${form}` }
  if ('host' in to) return hostAddress(from, name, port, mesh)
  if ('pod' in to) {
    const pod = findNamed(mesh.workloads, name)
    return pod === undefined
      ? unknown('workload', name, mesh.workloads)
      : { kind: 'pod', namespace: pod.namespace, workload: pod.name, port }
  }
  const service = findNamed(mesh.services, name)
  if (service === undefined) return unknown('Service', name, mesh.services)
  if (!service.ports.some((candidate) => candidate.port === port))
    return {
      problem: `Service \`${name}\` has no port ${port}; it has ${service.ports.map((candidate) => candidate.port).join(', ') || 'none'}`,
    }
  return { kind: 'service', namespace: service.namespace, name: service.name, port }
}

/** A host; inside the mesh the full name of a Service is that Service. What comes in by an ingress gateway is left to its routes. */
function hostAddress(from: string, host: string, port: number, mesh: Mesh): Address {
  const service = mesh.services.find((candidate) => candidate.host === host && candidate.ports.some((own) => own.port === port))
  if (service === undefined || from.startsWith('ingress')) return { kind: 'host', host, port }
  return { kind: 'service', namespace: service.namespace, name: service.name, port }
}

function clientFrom({ from, clientIp }: RequestParts, address: Address, mesh: Mesh): Client | RequestProblem {
  const ip = clientIp === undefined ? {} : { ip: clientIp }
  if (from === 'outside') return { kind: 'unmeshed', ...ip }
  const [ingress, named] = /^ingress(?:=(.+))?$/.exec(from) ?? []
  if (ingress !== undefined) {
    const client = ingressClient(named, address, mesh)
    return client === undefined ? unknown('gateway', named ?? '', [...gatewayPods(mesh), ...mesh.gateways]) : { ...client, ...ip }
  }
  const [, namespace, serviceAccount] = /^([^/]+)\/sa\/([^/]+)$/.exec(from) ?? []
  if (namespace !== undefined && serviceAccount !== undefined)
    return { kind: 'stranger', dataPlane: 'namespace', namespace, serviceAccount, ...ip }
  if (!/^[^/]+\/[^/]+$/.test(from))
    return {
      problem: `\`${from}\` is not a client: give NS/WORKLOAD, NS/sa/ACCOUNT, ingress, ingress=NS/NAME or outside`,
      name: from,
      known: clientNames(mesh),
    }
  const workload = findNamed(mesh.workloads, from)
  if (workload === undefined) return unknown('workload', from, mesh.workloads)
  return { kind: 'workload', namespace: workload.namespace, name: workload.name, ...ip }
}

function clientNames(mesh: Mesh): string[] {
  return ['outside', 'ingress', ...mesh.workloads.map(fullName)]
}

function unknown(what: string, name: string, all: readonly { readonly namespace: string; readonly name: string }[]): RequestProblem {
  return { problem: `there is no ${what} \`${name}\` in the input`, name, known: all.map(fullName) }
}
