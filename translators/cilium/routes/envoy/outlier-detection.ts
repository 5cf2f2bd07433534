import type { DestinationRuleSpecTrafficPolicyOutlierDetection } from '../../../../src/crd/generated/types/istio/destination-rule.ts'
import type { TrafficTopic } from '../../../../src/model/backend.ts'
import type { Json } from '../../../../src/model/object.ts'
import type { AskedFeature } from '../feature.ts'
import { asEnvoyDuration } from './envoy-duration.ts'

/** What outlier detection comes to at a cluster. */
export interface Ejection {
  readonly outlierDetection: { readonly [field: string]: Json }
  /** Below this share of healthy pods requests go to all of them. */
  readonly panicPercent: number
}

/** Ejection as istiod configures it, without success rates (istio:pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection). */
export function ejectionOf({ settings, place }: TrafficTopic): { readonly ejection: Ejection; readonly asked: readonly AskedFeature[] } {
  const {
    consecutive5xxErrors,
    consecutiveGatewayErrors,
    consecutiveLocalOriginFailures,
    splitExternalLocalOriginErrors,
    interval,
    baseEjectionTime,
    maxEjectionPercent,
    minHealthPercent = 0,
    ...others
  } = settings as DestinationRuleSpecTrafficPolicyOutlierDetection
  const enforced = (count: number) => (count > 0 ? 100 : 0)
  const [every, base] = [interval, baseEjectionTime].map((text) => (text === undefined ? undefined : asEnvoyDuration(text)))
  return {
    ejection: {
      outlierDetection: {
        enforcingSuccessRate: 0,
        ...(consecutive5xxErrors === undefined
          ? {}
          : { consecutive5xx: consecutive5xxErrors, enforcingConsecutive5xx: enforced(consecutive5xxErrors) }),
        ...(consecutiveGatewayErrors === undefined
          ? {}
          : {
              consecutiveGatewayFailure: consecutiveGatewayErrors,
              enforcingConsecutiveGatewayFailure: enforced(consecutiveGatewayErrors),
            }),
        ...(splitExternalLocalOriginErrors === true
          ? {
              splitExternalLocalOriginErrors: true,
              enforcingLocalOriginSuccessRate: 0,
              ...(consecutiveLocalOriginFailures === undefined || consecutiveLocalOriginFailures === 0
                ? {}
                : { consecutiveLocalOriginFailure: consecutiveLocalOriginFailures, enforcingConsecutiveLocalOriginFailure: 100 }),
            }
          : {}),
        ...(every === undefined ? {} : { interval: every }),
        ...(base === undefined ? {} : { baseEjectionTime: base }),
        ...(maxEjectionPercent === undefined || maxEjectionPercent === 0 ? {} : { maxEjectionPercent }),
      },
      panicPercent: minHealthPercent,
    },
    asked: Object.keys(others).map((field) => ({
      feature: 'unsayable',
      place: place.field(field),
      what: `\`${field}\` of outlier detection`,
    })),
  }
}
