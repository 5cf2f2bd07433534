import type { PointDecision, PointName } from '../../model/verdict.ts'
import type { RuleDecision } from '../rules/proxy-authorization.ts'

/** Which point decides, and what it sees. */
export interface Seen {
  readonly point: PointName
  /** `namespace/name`. */
  readonly at: string
  readonly identity: string | undefined
  readonly port: number
  readonly path?: string
}

/** What rules decided, as the decision of a point. `code` says how a refusal looks. */
export function pointDecision(
  { point, at, identity, port, path }: Seen,
  decision: RuleDecision & { readonly code?: string },
): PointDecision {
  const { allowed, code, reason, because, needs } = decision
  return {
    point,
    at,
    verdict: allowed === true ? 'allowed' : allowed === false ? 'denied' : 'undetermined',
    ...(allowed === false && code !== undefined ? { code } : {}),
    reason,
    saw: { ...(identity === undefined ? {} : { identity }), port, ...(path === undefined ? {} : { path }) },
    because,
    ...(allowed === 'unknown' ? { needs: needs ?? reason } : {}),
  }
}
