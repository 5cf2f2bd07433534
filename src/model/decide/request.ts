import type { Labels } from '../workload.ts'

/** One request, as the client makes it. It is the same tuple for every mesh it is put to. */
export interface Request {
  readonly client: Client
  readonly address: Address
  /** What the client speaks on the connection. */
  readonly protocol: 'http' | 'tcp'
  readonly http?: HttpRequest
}

/** Who asks. A workload of the mesh is named; its data plane is what the mesh says it is. */
export type Client =
  | { readonly kind: 'workload'; readonly namespace: string; readonly name: string; readonly ip?: string }
  /** A meshed pod that is not in the input. */
  | {
      readonly kind: 'stranger'
      readonly dataPlane: 'sidecar' | 'ambient'
      readonly namespace: string
      readonly serviceAccount: string
      readonly labels?: Labels
      /** Default: the mesh's own. */
      readonly trustDomain?: string
      readonly ip?: string
    }
  /** An ingress gateway's proxy, after its own routing. */
  | { readonly kind: 'ingress'; readonly namespace: string; readonly serviceAccount: string; readonly ip?: string }
  /** A pod without any proxy, or a machine outside the cluster. */
  | { readonly kind: 'unmeshed'; readonly namespace?: string; readonly ip?: string }

export type Address =
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly port: number }
  /** A pod by its own address, or through a headless Service's name. */
  | { readonly kind: 'pod'; readonly namespace: string; readonly workload: string; readonly port: number }

export interface HttpRequest {
  readonly method: string
  /** Path and query, already normalised. */
  readonly target: string
  /** `:authority`, with its port if the client sends one. */
  readonly authority: string
  /** Lower-case names; several values joined with commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly token: Token
}

export type Token =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid' }
  /** `claims` holds `iss`, `sub`, `aud` and the rest; only strings, lists of strings and maps can match. */
  | { readonly kind: 'valid'; readonly claims: Readonly<Record<string, unknown>> }

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
