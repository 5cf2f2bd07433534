import type { Mesh } from '../../mesh.ts'
import type { ClientSide } from '../client.ts'
import type { Request } from '../request.ts'
import type { Truth } from '../truth.ts'
import type { Branch, Decision, PointDecision, Verdict } from '../verdict.ts'

/** What stays the same while one request is followed. */
export interface Walk {
  readonly mesh: Mesh
  readonly request: Request
  readonly client: ClientSide
  readonly externalAllows: Truth
}

/** The verdict over points: a denial anywhere denies. */
export function verdictAlong(points: readonly PointDecision[]): Verdict {
  if (points.some(({ verdict }) => verdict === 'denied')) return 'denied'
  return points.some(({ verdict }) => verdict === 'undetermined') ? 'undetermined' : 'allowed'
}

/** A decision from its branches: all of them agree, or nobody can tell for the request as a whole. */
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

/** A decision without any destination. */
export function ended(verdict: Exclude<Verdict, 'allowed'>, points: readonly PointDecision[] = [], needs?: string): Decision {
  const missing = needs ?? points.find((point) => point.needs !== undefined)?.needs
  return { verdict, ...(missing === undefined ? {} : { needs: missing }), points, branches: [], settings: [] }
}
