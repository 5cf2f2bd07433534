import type {
  DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyPortLevelSettings,
  DestinationRuleSpecTrafficPolicyTls,
} from '../../../../src/crd/generated/types/istio/destination-rule.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { OriginatedTls, TrafficPolicy, TrafficTopic } from '../../../../src/model/backend.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { Json } from '../../../../src/model/object.ts'

type PortPolicy = TrafficPolicy['ports'][number]

/** Each topic is a part of its own here, so that none overwrites another. */
interface Topics {
  readonly loadBalancing: TrafficTopic
  readonly connectionPool: TrafficTopic
  readonly outlierDetection: TrafficTopic
  readonly tunnel: TrafficTopic
  readonly proxyProtocol: TrafficTopic
  readonly retryBudget: TrafficTopic
}

const topics = {
  loadBalancer: (settings: object, at: Place) => ({ loadBalancing: topic('load-balancing', settings, at) }),
  connectionPool: (settings: object, at: Place) => ({ connectionPool: topic('connection-pool', settings, at) }),
  outlierDetection: (settings: object, at: Place) => ({ outlierDetection: topic('outlier-detection', settings, at) }),
  tls: (settings: DestinationRuleSpecTrafficPolicyTls, at: Place) => ({ tls: readTls(settings, at) }),
}

const portFields: FieldMap<DestinationRuleSpecTrafficPolicyPortLevelSettings, PortPolicy & Topics, void> = {
  ...topics,
  port: ({ number }) => (number === undefined ? {} : { port: number }),
}

const fields: FieldMap<DestinationRuleSpecTrafficPolicy, TrafficPolicy & Topics, void> = {
  ...topics,
  tunnel: (settings, at) => ({ tunnel: topic('tunnel', settings, at) }),
  proxyProtocol: (settings, at) => ({ proxyProtocol: topic('proxy-protocol', settings, at) }),
  retryBudget: (settings, at) => ({ retryBudget: topic('retry-budget', settings, at) }),
  portLevelSettings: (ports, at) => ({ ports: ports.map((settings, index) => readPort(settings, at.index(index))) }),
}

/** Reads the traffic policy of a DestinationRule or of one of its subsets. */
export function readTrafficPolicy(policy: DestinationRuleSpecTrafficPolicy, at: Place): TrafficPolicy {
  const { tls, ports = [], ...parts } = readFields(fields, policy, at, undefined)
  return { topics: topicsIn(parts), ...(tls === undefined ? {} : { tls }), ports, place: at }
}

function readPort(settings: DestinationRuleSpecTrafficPolicyPortLevelSettings, at: Place): PortPolicy {
  const { tls, port = 0, ...parts } = readFields(portFields, settings, at, undefined)
  return { port, topics: topicsIn(parts), ...(tls === undefined ? {} : { tls }), place: at }
}

function topicsIn(parts: Partial<Topics>): TrafficTopic[] {
  const { loadBalancing, connectionPool, outlierDetection, tunnel, proxyProtocol, retryBudget } = parts
  return [loadBalancing, connectionPool, outlierDetection, tunnel, proxyProtocol, retryBudget].filter((part) => part !== undefined)
}

function topic(name: TrafficTopic['name'], settings: object, place: Place): TrafficTopic {
  return { name, settings: settings as Json, place }
}

const tlsModes = { DISABLE: 'disable', SIMPLE: 'simple', MUTUAL: 'mutual', ISTIO_MUTUAL: 'mesh' } as const

/** TLS settings without a mode mean plain text: the first value of the enumeration is its default (api:networking/v1alpha3/destination_rule.proto). */
function readTls(settings: DestinationRuleSpecTrafficPolicyTls, place: Place): OriginatedTls {
  return { mode: tlsModes[settings.mode ?? 'DISABLE'], settings: settings as Json, place }
}
