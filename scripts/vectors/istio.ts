import { decide } from '../../src/decide/decide.ts'
import type { HttpRequest, Request } from '../../src/model/request.ts'
import type { Branch, Decision } from '../../src/model/verdict.ts'
import { meshOfManifests } from './mesh.ts'
import { agreed, disagreed, type Manifest, type Vector, type VectorOutcome } from './vector.ts'

/** What istiod, Envoy and ztunnel did with one request, end to end. */
export interface IstioRecord {
  readonly id: string
  readonly feature: string
  readonly mesh: readonly Manifest[]
  readonly request: RecordedRequest
  readonly did: IstioDecision
}

/** A request in the model's words; `lines` are header lines as they were sent, where one name stands on several. */
export type RecordedRequest = Omit<Request, 'http' | 'protocol'> & {
  readonly protocol?: Request['protocol']
  readonly http?: HttpRequest & { readonly lines?: readonly (readonly [string, string])[] }
}

export interface IstioDecision {
  readonly verdict: 'allowed' | 'denied' | 'unreachable' | 'answered' | 'mixed'
  /** Each place where a share of the requests ended: `namespace/workload:port`. */
  readonly branches?: readonly { readonly at: string; readonly verdict: string; readonly target?: string; readonly authority?: string }[]
  /** What a proxy answered with. */
  readonly answer?: { readonly status?: number; readonly location?: string }
}

export function istioVector({ id, feature, mesh, request, did }: IstioRecord): Vector {
  return { engine: 'istio', id, features: [feature], ask: () => compared(decide(meshOfManifests(dated(mesh)), requestOf(request)), did) }
}

/** The engines got all objects at once, so none is older than another; the model does not take that for granted of a file. */
export function dated(manifests: readonly Manifest[]): Manifest[] {
  return manifests.map((manifest) => ({
    ...manifest,
    metadata: { creationTimestamp: '2026-01-01T00:00:00Z', ...(manifest.metadata as object) },
  }))
}

export function requestOf({ protocol, http, ...rest }: RecordedRequest): Request {
  if (http === undefined) return { ...rest, protocol: protocol ?? 'tcp' }
  const { lines = [], ...plain } = http
  const headers: Record<string, string | readonly string[]> = { ...plain.headers }
  for (const [name, value] of lines) headers[name] = headers[name] === undefined ? value : [headers[name], value].flat()
  return { ...rest, protocol: protocol ?? 'http', http: { ...plain, headers } }
}

function compared(decision: Decision, did: IstioDecision): VectorOutcome {
  const said = decisionText(decision)
  const isMixed =
    did.verdict === 'mixed' && decision.branches.length > 1 && decision.branches.every(({ verdict }) => verdict !== 'undetermined')
  if (decision.verdict === 'undetermined' && !isMixed)
    return { says: 'undetermined', why: `the engine: ${didText(did)}; the model: ${said}, ${decision.needs ?? ''}` }
  const same = isMixed ? sameBranches(decision.branches, did) : sameVerdict(decision, did)
  return same ? agreed : disagreed(didText(did), said)
}

function sameVerdict(decision: Decision, { verdict, branches = [], answer }: IstioDecision): boolean {
  if (verdict === 'answered')
    return decision.answer?.status === answer?.status && (answer?.location === undefined || locationOf(decision) === answer.location)
  // A proxy without a route for a request answers 404 by itself.
  if (verdict === 'unreachable' && decision.answer?.kind === 'response' && decision.answer.body === undefined)
    return decision.answer.status === answer?.status
  if (decision.answer !== undefined || decision.verdict !== verdict) return false
  return branches.length === 0 || decision.branches.length === 0 || sameBranches(decision.branches, { verdict, branches })
}

function locationOf({ answer }: Decision): string | undefined {
  return answer?.kind === 'redirect' ? answer.location : undefined
}

/** What the engine was seen to reach is among the model's ends, and what the model sends every request to was reached. */
function sameBranches(ends: readonly Branch[], { branches = [], answer }: IstioDecision): boolean {
  const reached = branches.every((branch) =>
    ends.some((end) => endText(end) === `${branch.at} ${branch.verdict}` && sameArrival(end, branch)),
  )
  const missed = ends.filter(
    (end) => end.workload !== undefined && !branches.some(({ at, verdict }) => endText(end) === `${at} ${verdict}`),
  )
  return reached && (answer !== undefined || missed.every(({ share }) => share < rarely))
}

/** A route was fired fourteen times: what gets less than every fifth request may have got none. */
const rarely = 0.2

function sameArrival({ received }: Branch, { target, authority }: { readonly target?: string; readonly authority?: string }): boolean {
  if (received === undefined || target === undefined) return true
  return received.target === withoutToken(target) && received.authority === authority
}

/** Requests carry a token in the query beside their target. */
function withoutToken(target: string): string {
  return target.replace(/[?&]tok=[\w.-]+$/, '')
}

function endText({ workload, host, port, verdict }: Branch): string {
  return `${workload === undefined ? (host ?? 'nowhere') : `${workload}:${port}`} ${verdict}`
}

function decisionText({ verdict, branches, answer }: Decision): string {
  const arrivals = branches.map((end) => [endText(end), end.received?.target, end.received?.authority].filter(Boolean).join(' '))
  return [verdict, ...(answer === undefined ? [] : [JSON.stringify(answer)]), ...arrivals].join(', ')
}

function didText({ verdict, branches = [], answer }: IstioDecision): string {
  const arrivals = branches.map((end) => [end.at, end.verdict, end.target, end.authority].filter(Boolean).join(' '))
  return [verdict, ...(answer === undefined ? [] : [JSON.stringify(answer)]), ...arrivals].join(', ')
}
