import type { DestinationRuleSpecTrafficPolicyLoadBalancer } from '../../../../src/crd/generated/types/istio/destination-rule.ts'
import type { TrafficTopic } from '../../../../src/model/backend.ts'
import type { AskedFeature } from '../feature.ts'

/** Istio's simple algorithms in Envoy's words (istio:pilot/pkg/networking/core/loadbalancer/loadbalancer.go). */
const policies = {
  UNSPECIFIED: 'LEAST_REQUEST',
  LEAST_CONN: 'LEAST_REQUEST',
  LEAST_REQUEST: 'LEAST_REQUEST',
  ROUND_ROBIN: 'ROUND_ROBIN',
  RANDOM: 'RANDOM',
} as const

export type LbPolicy = (typeof policies)[keyof typeof policies]

/** The algorithm of a cluster. Cilium gives Envoy no localities, and hashing would need conditions of the routes. */
export function balancingOf(topic: TrafficTopic | undefined): { readonly policy: LbPolicy; readonly asked: readonly AskedFeature[] } {
  if (topic === undefined) return { policy: 'LEAST_REQUEST', asked: [] }
  const { simple = 'UNSPECIFIED', ...others } = topic.settings as DestinationRuleSpecTrafficPolicyLoadBalancer
  const unsaid = Object.keys(others).map(
    (field): AskedFeature => ({
      feature: 'unsayable',
      place: topic.place.field(field),
      what: `\`${field}\` of load balancing, for which Cilium gives its proxies no localities or hash`,
    }),
  )
  if (simple !== 'PASSTHROUGH') return { policy: policies[simple], asked: unsaid }
  const passing: AskedFeature = { feature: 'unsayable', place: topic.place.field('simple'), what: 'balancing PASSTHROUGH' }
  return { policy: 'LEAST_REQUEST', asked: [...unsaid, passing] }
}
