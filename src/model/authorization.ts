import type { Place } from '../diagnostics/place.ts'
import { all, any, type Predicate } from './predicate.ts'
import type { Labels } from './workload.ts'

/** What a policy is attached to. */
export type Attachment =
  | { readonly scope: 'mesh'; readonly emptySelector?: EmptySelector }
  | { readonly scope: 'namespace'; readonly namespace: string; readonly emptySelector?: EmptySelector }
  /** Pods with these labels, in one namespace, or in all of them when `namespace` is absent (a root-namespace selector). Never empty labels. */
  | { readonly scope: 'workloads'; readonly namespace?: string; readonly labels: Labels; readonly place: Place }
  /** `targetRefs`: enforced by waypoints and gateways only. */
  | { readonly scope: 'targets'; readonly namespace: string; readonly targets: readonly PolicyTarget[] }

/**
 * A selector was written, but selects by no label: `selector: {}` or `selector: {matchLabels: {}}`. Sidecars take it for no selector; what
 * istiod hands to ztunnel is another matter (istio:pilot/pkg/serviceregistry/ambient/workloads.go buildWorkloadPolicies).
 */
export type EmptySelector = 'without-labels' | 'empty-labels'

export interface PolicyTarget {
  readonly kind: 'Service' | 'ServiceEntry' | 'Gateway' | 'GatewayClass' | 'other'
  readonly name: string
  readonly place: Place
}

/**
 * One rule: the conjunction of its clauses; a clause is the disjunction of its alternatives. The clause structure is part of the meaning,
 * because ztunnel drops what it does not understand clause by clause (istio:pilot/pkg/serviceregistry/ambient/authorization.go handleRule).
 */
export interface AuthorizationRule {
  readonly clauses: readonly Clause[]
  readonly place: Place
  /** Values of which istiod makes no condition, such as `ipBlocks: [10.0.0.300]`; absent where there are none. */
  readonly unusable?: readonly Place[]
  /**
   * The clauses as ztunnel gets them, where it gets others than proxies do: istiod leaves a rule with an unusable value out of an allow policy
   * for proxies, and for ztunnel takes out that value alone (measured: istiod 1.31-alpha, commit eed52ebb).
   */
  readonly atZtunnel?: readonly Clause[]
}

export interface Clause {
  readonly about: 'source' | 'operation' | 'condition'
  readonly alternatives: readonly Predicate[]
  readonly place: Place
}

const predicates = new WeakMap<AuthorizationRule, Predicate>()

/** Made once: each request that meets the rule asks. */
export function rulePredicate(rule: AuthorizationRule): Predicate {
  const predicate = predicates.get(rule) ?? all(rule.clauses.map((clause) => any(clause.alternatives)))
  predicates.set(rule, predicate)
  return predicate
}

export interface AuthorizationPolicy {
  readonly name: string
  readonly namespace: string
  /** `external` asks `provider` and lets it deny; it never allows what a DENY policy denies. */
  readonly effect: 'allow' | 'deny' | 'audit' | 'external'
  readonly provider?: string
  /** Only logs what it would do (`istio.io/dry-run`). */
  readonly dryRun: boolean
  readonly attachment: Attachment
  /** No rule matches nothing: an allow policy without rules denies everything. */
  readonly rules: readonly AuthorizationRule[]
  readonly labels: Labels
  readonly annotations: Labels
  /** The object; `place.field('spec')` is its spec. */
  readonly place: Place
}
