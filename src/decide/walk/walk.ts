import type { Mesh } from '../../model/mesh.ts'
import type { Request } from '../../model/request.ts'
import type { Branch, Decision, PointDecision, Verdict } from '../../model/verdict.ts'
import type { Truth } from '../../resolve/truth.ts'
import type { ClientSide } from '../client.ts'

/** What stays the same while one request is followed. */
export interface Walk {
  readonly mesh: Mesh
  readonly request: Request
  readonly client: ClientSide
  readonly externalAllows: Truth
  /** The Istio of the proxies; the newest where it is not given. */
  readonly istio?: string
  /** Requests are taken for such as a sidecar knows: with the name of what they address, or to a pod with the identity of their client. */
  readonly identified?: boolean
}

/** The verdict over points: a denial anywhere denies. */
export function verdictAlong(points: readonly PointDecision[]): Verdict {
  if (points.some(({ verdict }) => verdict === 'denied')) return 'denied'
  return points.some(({ verdict }) => verdict === 'undetermined') ? 'undetermined' : 'allowed'
}

/** A decision from its branches: all of them agree, or the answer is not known for the request as a whole. */
export function fromBranches(branches: readonly Branch[], settings: Decision['settings'] = []): Decision {
  const [first] = branches
  const verdicts = new Set(branches.map(({ verdict }) => verdict))
  const points = (first?.points ?? []).filter((point, index) => branches.every((branch) => branch.points[index] === point))
  const needs = branches.flatMap((branch) => branch.points.flatMap((point) => point.needs ?? []))[0]
  return {
    verdict: verdicts.size === 1 ? first!.verdict : 'undetermined',
    ...(needs === undefined || ![...verdicts].includes('undetermined') ? {} : { needs }),
    points,
    branches,
    settings,
  }
}

/** The branches of a decision of which only a share of the requests is meant; `points` were met before. What a proxy answers is a destination of its own then. */
export function shareOf(decision: Decision, share: number, points: readonly PointDecision[]): readonly Branch[] {
  const met = [...points, ...decision.points]
  if (decision.answer !== undefined) {
    const { status } = decision.answer
    return [{ end: { kind: 'status', status }, workload: undefined, host: `status ${status}`, share, verdict: 'allowed', points: met }]
  }
  if (decision.branches.length === 0) return [{ end: { kind: 'none' }, workload: undefined, share, verdict: decision.verdict, points: met }]
  return decision.branches.map((branch) => ({ ...branch, share: branch.share * share, points: [...points, ...branch.points] }))
}

/** Shares of the requests go different ways. */
export function sharesOf(parts: readonly { readonly decision: Decision; readonly share: number }[]): Decision {
  const [first] = parts
  const answers = new Set(
    parts.map(({ decision }) => (decision.branches.length === 0 ? JSON.stringify([decision.verdict, decision.answer]) : undefined)),
  )
  if (first !== undefined && (parts.length === 1 || (answers.size === 1 && !answers.has(undefined)))) return first.decision
  const settings = parts.map(({ decision }) => (decision.answer === undefined ? decision.settings : []))
  const alike = settings.every((one) => JSON.stringify(one) === JSON.stringify(settings[0]))
  return fromBranches(
    parts.flatMap(({ decision, share }) => shareOf(decision, share, [])),
    alike ? settings[0] : settings.flat(),
  )
}

/** A decision without any destination. */
export function ended(verdict: Exclude<Verdict, 'allowed'>, points: readonly PointDecision[] = [], needs?: string): Decision {
  const missing = needs ?? points.find((point) => point.needs !== undefined)?.needs
  return { verdict, ...(missing === undefined ? {} : { needs: missing }), points, branches: [], settings: [] }
}

/** Whether a request fares alike on two ways; the points that it meets on them do not count. */
export function sameOutcome(one: Decision, other: Decision): boolean {
  const outcome = ({ verdict, answer, settings, branches }: Decision) =>
    JSON.stringify([verdict, answer, settings, branches.map(({ points: _, ...branch }) => branch)])
  return outcome(one) === outcome(other)
}
