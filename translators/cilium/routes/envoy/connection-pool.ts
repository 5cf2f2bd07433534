import type {
  DestinationRuleSpecTrafficPolicyConnectionPool,
  DestinationRuleSpecTrafficPolicyConnectionPoolHttp,
  DestinationRuleSpecTrafficPolicyConnectionPoolTcp,
} from '../../../../src/crd/generated/types/istio/destination-rule.ts'
import type { TrafficTopic } from '../../../../src/model/backend.ts'
import type { AskedFeature } from '../feature.ts'
import { asEnvoyDuration } from './envoy-duration.ts'

/** What a connection pool comes to at a cluster of Envoy; limits are absent where sidecars have none. */
export interface ConnectionPool {
  readonly connectTimeout?: string
  readonly limits: {
    readonly maxConnections?: number
    readonly maxPendingRequests?: number
    readonly maxRequests?: number
    readonly maxRetries?: number
  }
  readonly idleTimeout?: string
  readonly maxRequestsPerConnection?: number
  readonly maxConcurrentStreams?: number
  readonly tcpKeepalive?: { readonly keepaliveProbes?: number; readonly keepaliveTime?: number; readonly keepaliveInterval?: number }
  /** HTTP/2 to a destination whose port is named `http`, or what the client speaks. */
  readonly protocol?: 'http2' | 'as-client'
}

/**
 * The fields of a cluster that stand for a connection pool (istio:pilot/pkg/networking/core/cluster_traffic_policy.go applyConnectionPool). Fields that
 * have no entry are asked for and cannot be said.
 */
export function connectionPoolOf({ settings, place }: TrafficTopic): {
  readonly pool: ConnectionPool
  readonly asked: readonly AskedFeature[]
} {
  const { http = {}, tcp = {}, ...others } = settings as DestinationRuleSpecTrafficPolicyConnectionPool
  const {
    http1MaxPendingRequests: maxPendingRequests,
    http2MaxRequests: maxRequests,
    maxRetries,
    idleTimeout,
    maxRequestsPerConnection,
    maxConcurrentStreams,
    h2UpgradePolicy,
    useClientProtocol,
    ...otherHttp
  }: DestinationRuleSpecTrafficPolicyConnectionPoolHttp = http
  const {
    connectTimeout,
    maxConnections,
    tcpKeepalive,
    idleTimeout: idleTcp,
    ...otherTcp
  }: DestinationRuleSpecTrafficPolicyConnectionPoolTcp = tcp
  const unsaid = (fields: object, of: string): readonly AskedFeature[] =>
    Object.keys(fields).map((field) => ({
      feature: 'unsayable' as const,
      place: of === '' ? place.field(field) : place.field(of).field(field),
      what: `\`${field}\` of a connection pool`,
    }))
  const [time, connect] = [idleTimeout ?? idleTcp, connectTimeout].map((text) => (text === undefined ? undefined : asEnvoyDuration(text)))
  return {
    pool: {
      ...(connect === undefined ? {} : { connectTimeout: connect }),
      limits: {
        ...positive('maxConnections', maxConnections),
        ...positive('maxPendingRequests', maxPendingRequests),
        ...positive('maxRequests', maxRequests),
        ...positive('maxRetries', maxRetries),
      },
      ...(time === undefined ? {} : { idleTimeout: time }),
      ...positive('maxRequestsPerConnection', maxRequestsPerConnection),
      ...positive('maxConcurrentStreams', maxConcurrentStreams),
      ...(tcpKeepalive === undefined ? {} : { tcpKeepalive: keepaliveOf(tcpKeepalive) }),
      ...(h2UpgradePolicy === 'UPGRADE'
        ? { protocol: 'http2' as const }
        : useClientProtocol === true
          ? { protocol: 'as-client' as const }
          : {}),
    },
    asked: [...unsaid(others, ''), ...unsaid(otherHttp, 'http'), ...unsaid(otherTcp, 'tcp')],
  }
}

/** A limit of 0 is none, as istiod reads it. */
function positive<Name extends string>(name: Name, value: number | undefined): { readonly [field in Name]?: number } {
  return value === undefined || value <= 0 ? {} : ({ [name]: value } as { readonly [field in Name]?: number })
}

function keepaliveOf({ probes, time, interval }: NonNullable<DestinationRuleSpecTrafficPolicyConnectionPoolTcp['tcpKeepalive']>) {
  const seconds = (text: string | undefined) => (text === undefined ? undefined : Number(asEnvoyDuration(text)?.slice(0, -1)))
  const [keepaliveTime, keepaliveInterval] = [seconds(time), seconds(interval)]
  return {
    ...(probes === undefined ? {} : { keepaliveProbes: probes }),
    ...(keepaliveTime === undefined ? {} : { keepaliveTime: Math.ceil(keepaliveTime) }),
    ...(keepaliveInterval === undefined ? {} : { keepaliveInterval: Math.ceil(keepaliveInterval) }),
  }
}
