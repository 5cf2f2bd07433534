import type { Place } from '../../diagnostics/place.ts'
import type { Waypoint } from '../../model/gateway.ts'
import type { Predicate } from '../../model/predicate.ts'
import type { HttpMatch, HttpRule, RouteTable } from '../../model/route.ts'
import type { Labels } from '../../model/workload.ts'

/** One rule with one of its matches, or a rule that matches everything (`match` undefined). */
export interface ChainRule {
  readonly table: RouteTable
  readonly rule: HttpRule
  readonly match: HttpMatch | undefined
  /** What the match asks of the request. Ports and gateways are settled already; conditions on the client are not. */
  readonly predicate: Predicate
  /** What of that is about the client alone: a proxy whose client does not meet it does not have the rule at all. */
  readonly client: Predicate
  /** The port that requests are addressed to, the namespace of the proxy that has the rule, and the waypoint that it is: all decide what a destination means. */
  readonly port?: number
  readonly namespace?: string
  readonly waypoint?: Waypoint
  /** The labels of the proxy's pods, where they are known: DestinationRules may be for some labels. */
  readonly labels?: Labels | undefined
  /** The namespaces of which one is the proxy's as DestinationRules see it; its own where this is absent. */
  readonly rulesIn?: readonly string[]
}

/** What the routes of one proxy say of requests for a host and port. */
export type RoutesAt =
  /** No route speaks of them: they go where they are addressed. */
  | { readonly kind: 'default'; readonly tables?: readonly RouteTable[] }
  /** The first rule that matches decides. When none does the answer is 404, unless the client has none of them: then it is as by default. */
  | { readonly kind: 'chain'; readonly rules: readonly ChainRule[]; readonly tables: readonly RouteTable[] }
  /** The input does not say which of the tables decides: what each of them would say alone. */
  | {
      readonly kind: 'undetermined'
      readonly why: string
      readonly at: Place
      readonly among: readonly RoutesAt[]
      /** What it depends on, by value, such as the Sidecars that may be the client's and the tables that each lists. */
      readonly about?: string
    }
