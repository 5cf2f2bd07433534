import type { Place } from '../../diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../model/authorization.ts'
import type { RuleDecision } from '../rules/proxy-authorization.ts'

/** The policies of a point, apart from those of which the input does not say whether they reach it. */
export interface KnownPolicies {
  readonly certain: readonly AuthorizationPolicy[]
  readonly maybe: readonly AuthorizationPolicy[]
}

/**
 * A decision by policies of which some may not be there: known when it is the same without them and with each of them alone. Then it is the
 * same with any of them, because a policy that changes nothing alone neither matches nor is the first to allow.
 */
export function decideWith(
  { certain, maybe }: KnownPolicies,
  decide: (policies: readonly AuthorizationPolicy[]) => RuleDecision,
  needs: string,
): RuleDecision {
  return settled(
    [decide(certain), ...maybe.map((policy) => decide([...certain, policy]))],
    needs,
    maybe.map(({ place }) => place),
  )
}

/** The decision that all possibilities agree on; unknown when they do not. */
export function settled<D extends RuleDecision>(possible: readonly D[], needs: string, because?: readonly Place[]): D | RuleDecision {
  const [first] = possible
  if (possible.every(({ allowed }) => allowed === first!.allowed)) return first!
  return {
    allowed: 'unknown',
    reason: `it depends on ${needs}`,
    because: because ?? possible.flatMap((decision) => decision.because),
    needs,
  }
}
