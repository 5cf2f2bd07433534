import { parseAllDocuments } from 'yaml'
import type { CiliumAnswer, CiliumFlow, CiliumHttp, CiliumPolicy, CiliumQuestion, CiliumRecord, Party } from './cilium.ts'
import type { IstioDecision, IstioRecord, RecordedRequest } from './istio.ts'
import type { Records } from './records.ts'
import type { Manifest } from './vector.ts'
import type { RecordedConnection, ZtunnelRecord } from './ztunnel.ts'

/**
 * Vectors as the programs write them that ask the engines: a list of requests with what istiod and Envoy did, lines of connections with what
 * ztunnel did, or one mesh with what Cilium's agent did. `source` says what a file is called, for its messages and for ids.
 */
export function recordedVectors(path: string, text: string): Partial<Records> {
  if (path.endsWith('.jsonl')) {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    return { ztunnel: lines.map((line) => ztunnelRecord(JSON.parse(line) as ZtunnelLine)) }
  }
  const value = JSON.parse(text) as readonly IstioLine[] | CiliumFile
  if (Array.isArray(value)) return { istio: value.map((one: IstioLine) => istioRecord(one, fileName(path))) }
  if ('cases' in value) return { cilium: [ciliumRecord(value)] }
  throw new Error(`${path} holds no vectors of a known shape`)
}

function fileName(path: string): string {
  return path
    .split('/')
    .at(-1)!
    .replace(/\.json$/, '')
}

function documentsOf(stream: string): Manifest[] {
  return parseAllDocuments(stream)
    .map((document) => document.toJS() as Manifest | null)
    .filter((value) => value !== null)
}

interface IstioLine {
  readonly id: string
  readonly mesh: string
  readonly request: RecordedRequest & { readonly http?: { readonly rawHeaders?: readonly (readonly [string, string])[] } }
  readonly real: {
    readonly verdict: IstioDecision['verdict']
    readonly branches?: readonly {
      readonly at: string
      readonly verdict: string
      readonly received?: { readonly target: string; readonly authority: string }
    }[]
    readonly answer?: { readonly status?: number; readonly location?: string }
  }
}

function istioRecord({ id, mesh, request, real }: IstioLine, feature: string): IstioRecord {
  const { http, ...rest } = request
  const { rawHeaders: lines, ...plain } = http ?? ({} as NonNullable<IstioLine['request']['http']>)
  const { verdict, branches, answer } = real
  const ends = branches?.map(({ at, verdict: said, received }) => ({
    at,
    verdict: said,
    ...(received === undefined ? {} : { target: received.target, authority: received.authority }),
  }))
  return {
    id,
    feature,
    mesh: documentsOf(mesh),
    request: http === undefined ? rest : { ...rest, http: { ...plain, ...(lines === undefined ? {} : { lines }) } },
    did: { verdict, ...(ends === undefined ? {} : { branches: ends }), ...(answer === undefined ? {} : { answer: answerOf(answer) }) },
  }
}

function answerOf({ status, location }: NonNullable<IstioDecision['answer']>): NonNullable<IstioDecision['answer']> {
  return { ...(status === undefined ? {} : { status }), ...(location === undefined ? {} : { location }) }
}

interface ZtunnelLine {
  readonly id: string
  readonly objects: readonly Manifest[]
  readonly workload: ZtunnelRecord['workload']
  readonly conns: readonly { readonly src: string; readonly dst: string; readonly id?: string }[]
  readonly allow: readonly boolean[]
}

function ztunnelRecord({ id, objects, workload, conns, allow }: ZtunnelLine): ZtunnelRecord {
  const connections = conns.map(({ src, dst, id: identity }, index): RecordedConnection => {
    const [source, destination] = [endOf(src), endOf(dst)]
    return {
      source: source.address,
      destination: destination.address,
      port: destination.port,
      ...(identity === undefined ? {} : { identity: identity.replace('spiffe://', '') }),
      allowed: allow[index]!,
    }
  })
  return { id, objects, workload, connections }
}

function endOf(text: string): { address: string; port: number } {
  const colon = text.lastIndexOf(':')
  return { address: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(colon + 1)) }
}

interface CiliumFile {
  readonly name: string
  readonly features: readonly string[]
  readonly flags: readonly string[]
  readonly mesh: string
  readonly policies: readonly (Omit<CiliumPolicy, 'dropped'> & { readonly prunedFields?: readonly string[] })[]
  readonly cases: readonly { readonly request: CiliumRequest; readonly result: CiliumResult }[]
}

interface CiliumRequest {
  readonly from: Party
  readonly to: Party
  readonly port: number
  readonly protocol: CiliumQuestion['protocol']
  readonly direction?: 'ingress' | 'egress' | 'both'
  readonly http?: Partial<CiliumHttp>
  readonly sni?: string
}

interface Side {
  readonly l4?: NonNullable<CiliumAnswer['l4']>
  readonly redirect?: boolean
  readonly auth?: unknown
  /** Null where the answer depends on what is not recorded. */
  readonly allowed?: boolean | null
  readonly network?: 'allow' | 'reset'
  readonly http?: 'allow' | '403'
}

type CiliumResult = { readonly ingress?: Side; readonly egress?: Side }

function ciliumRecord({ name, features, mesh, policies, cases }: CiliumFile): CiliumRecord {
  return {
    id: name,
    features,
    mesh: documentsOf(mesh),
    policies: policies.map(({ kind, namespace, name: own, accepted, prunedFields = [] }) => ({
      kind,
      ...(namespace === undefined ? {} : { namespace }),
      name: own,
      accepted,
      ...(prunedFields.length === 0 ? {} : { dropped: prunedFields }),
    })),
    flows: cases.flatMap(({ request, result }) => flowsOf(request, result)),
  }
}

function flowsOf({ from, to, port, protocol, direction = 'ingress', http, sni }: CiliumRequest, result: CiliumResult): CiliumFlow[] {
  const directions = direction === 'both' ? (['ingress', 'egress'] as const) : ([direction] as const)
  return directions.map((one) => {
    const side = result[one] ?? {}
    const { l4, redirect, auth } = side
    const proxy = redirect === true ? proxyOf(side) : undefined
    return {
      ask: {
        from,
        to,
        port,
        protocol,
        direction: one,
        ...(http === undefined ? {} : { http: requestOf(http) }),
        ...(sni === undefined ? {} : { sni }),
      },
      did: {
        ...(l4 === undefined ? {} : { l4 }),
        ...(redirect === true ? { redirected: true as const } : {}),
        ...(proxy === undefined ? {} : { proxy }),
        ...(auth === undefined ? {} : { authenticated: true as const }),
      },
    }
  })
}

function requestOf({ method = 'GET', path = '/', host = '', headers = {} }: Partial<CiliumHttp>): CiliumHttp {
  return { method, path, host, headers }
}

/** What the proxy said to a request that reached it. */
function proxyOf({ allowed, network, http }: Side): CiliumAnswer['proxy'] {
  if (allowed === null || allowed === undefined) return undefined
  if (network === 'reset') return 'reset'
  return http ?? (allowed ? 'allow' : undefined)
}
