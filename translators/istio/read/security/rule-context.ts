import type { Place } from '../../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'

/** What the readers of a rule's parts know. */
export interface RuleContext extends ReadContext {
  /** Of the policy: bare service accounts belong to it. */
  readonly namespace: string
  readonly effect: AuthorizationPolicy['effect']
  /** Values that istiod cannot turn into a condition; in an allow policy one of them takes the whole rule with it. */
  readonly unusable: { readonly place: Place; readonly by: Unusable }[]
}

/**
 * Who cannot use a value: `everybody`, or `proxies`, where ztunnel gets the rest of the rule. It has no field for some attributes (`remote.ip`),
 * and never gets a rule of an allow policy that speaks of them.
 */
export type Unusable = 'everybody' | 'proxies'

/** What istiod does with a rule one value of which it cannot use: completes "… so". */
export function lossText(context: RuleContext): string {
  return context.effect === 'allow' ? 'the whole rule never applies' : 'it is left out of the condition, which then matches more'
}
