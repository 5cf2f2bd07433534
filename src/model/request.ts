import { ownValue } from './own-value.ts'
import type { Labels } from './workload.ts'

/** One request, as the client makes it. It is the same tuple for every mesh it is put to. */
export interface Request {
  readonly client: Client
  readonly address: Address
  /** What the client speaks on the connection; TLS of its own is `tcp` with a server name. */
  readonly protocol: 'http' | 'tcp'
  readonly http?: HttpRequest
  /** The server name of the client's own TLS. */
  readonly sni?: string
  /** The client has no certificate to show to a gateway that wants one. Absent: it shows whatever is wanted. */
  readonly certificate?: 'none'
}

/** Who asks. A workload of the mesh is named; its data plane is what the mesh says it is. */
export type Client =
  | { readonly kind: 'workload'; readonly namespace: string; readonly name: string; readonly ip?: string }
  /** A meshed pod that is not in the input. With `namespace` its data plane is what the mesh says of its namespace. */
  | {
      readonly kind: 'stranger'
      readonly dataPlane: 'sidecar' | 'ambient' | 'namespace'
      readonly namespace: string
      readonly serviceAccount: string
      readonly labels?: Labels
      /** Default: the mesh's own. */
      readonly trustDomain?: string
      readonly ip?: string
    }
  /**
   * An ingress gateway's proxy. With `gateway` (`namespace/name` of the Gateway object) and a host address the request is as it comes in
   * from outside and the gateway's routes apply; else it is what the gateway sends after its own routing.
   */
  | {
      readonly kind: 'ingress'
      readonly namespace: string
      readonly serviceAccount: string
      readonly gateway?: string
      readonly labels?: Labels
      readonly ip?: string
    }
  /** A pod without any proxy, or a machine outside the cluster (no namespace). Cilium knows such a pod by its labels all the same. */
  | {
      readonly kind: 'unmeshed'
      readonly namespace?: string
      readonly serviceAccount?: string
      readonly labels?: Labels
      readonly ip?: string
    }

/** What the client addresses, by names and not by IP addresses; ports are those of the Service, pod or host. */
export type Address =
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly port: number }
  /** A pod by its own address, or through a headless Service's name. */
  | { readonly kind: 'pod'; readonly namespace: string; readonly workload: string; readonly port: number }
  /** Any other host, by name: one that a ServiceEntry declares, or one that nothing declares. */
  | { readonly kind: 'host'; readonly host: string; readonly port: number }

/** An HTTP request as the client sends it. */
export interface HttpRequest {
  readonly method: string
  /** Path and query, as the client sends them; proxies normalise the path by the mesh's setting. */
  readonly target: string
  /** `:authority`, with its port if the client sends one. */
  readonly authority: string
  readonly headers: HttpHeaders
  /** The token at the place where issuers without locations of their own look: `Authorization: Bearer`. */
  readonly token: Token
  /** Tokens at other places. */
  readonly otherTokens?: readonly { readonly at: TokenLocation; readonly token: Token }[]
}

/**
 * Header values by lower-case name, a list where a header is sent more than once. Envoy compares each of them on its own since 1.39, in
 * authorization since 1.37.1; one line `a,b` is one value (measured: Envoy 1.40.0).
 */
export type HttpHeaders = Readonly<Record<string, string | readonly string[]>>

export interface TokenLocation {
  readonly in: 'header' | 'query' | 'cookie'
  readonly name: string
}

/** A JWT: none, one that no issuer vouches for, or a valid one with its claims. */
export type Token =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid' }
  /** `claims` holds `iss`, `sub`, `aud` and the rest; only strings, lists of strings and maps can match. */
  | { readonly kind: 'valid'; readonly claims: Readonly<Record<string, unknown>> }

/** All values of a header; none where it is absent. */
export function headerValues(headers: HttpHeaders, name: string): readonly string[] {
  const found = ownValue(headers, name.toLowerCase())
  if (found === undefined) return []
  return typeof found === 'string' ? [found] : found
}

export function pathOf(target: string): string {
  return target.split(/[?#]/, 1)[0]!
}

/** The first value of a query parameter, undefined when it is absent. */
export function queryValue(target: string, name: string): string | undefined {
  const start = target.indexOf('?')
  if (start < 0) return undefined
  for (const part of target
    .slice(start + 1)
    .split('#', 1)[0]!
    .split('&')) {
    const [key, ...value] = part.split('=')
    if (key === name) return value.join('=')
  }
  return undefined
}
