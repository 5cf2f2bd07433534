import type {
  DestinationRuleSpec,
  DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyConnectionPool,
  DestinationRuleSpecTrafficPolicyLoadBalancer,
  DestinationRuleSpecTrafficPolicyOutlierDetection,
  DestinationRuleSpecTrafficPolicyPortLevelSettings,
  DestinationRuleSpecTrafficPolicyTls,
} from '../../../src/crd/generated/types/istio/destination-rule.ts'
import { type FateMap, kept, refused } from '../../../src/diagnostics/fate.ts'

const asWritten = 'the waypoint applies it'
const pooled = 'the waypoint applies it to all clients together'

const tls = {
  caCertCredentialName: refused('the secret or ConfigMap is looked for in the namespace of the waypoint'),
  caCertificates: refused('the file is not in the waypoint'),
  caCrl: refused('the file is not in the waypoint'),
  clientCertificate: refused('the file is not in the waypoint'),
  credentialName: refused('the secret is looked for in the namespace of the waypoint'),
  insecureSkipVerify: kept(asWritten),
  mode: kept('`SIMPLE` and `MUTUAL` are originated by the waypoint; the others mean nothing to ambient mode'),
  privateKey: refused('the file is not in the waypoint'),
  sni: kept(asWritten),
  subjectAltNames: kept('the waypoint applies it to TLS that it originates; beside `ISTIO_MUTUAL` it is refused'),
} satisfies FateMap<DestinationRuleSpecTrafficPolicyTls>

const loadBalancer = {
  backendUtilization: kept('weights follow the load that pods report to the waypoint'),
  consistentHash: kept('the waypoint balances by hash; not for single ports'),
  localityLbSetting: kept('localities count from the waypoint'),
  simple: kept(asWritten),
  warmup: kept(asWritten),
  warmupDurationSecs: kept(asWritten),
  zoneAwareLbSetting: kept('falls back to locality failover'),
} satisfies FateMap<DestinationRuleSpecTrafficPolicyLoadBalancer>

const connectionPool = {
  http: kept(pooled),
  tcp: kept(pooled),
} satisfies FateMap<DestinationRuleSpecTrafficPolicyConnectionPool>

const ejection = kept('hosts are ejected for all clients together')
const outlierDetection = {
  baseEjectionTime: ejection,
  consecutive5xxErrors: ejection,
  consecutiveErrors: ejection,
  consecutiveGatewayErrors: ejection,
  consecutiveLocalOriginFailures: ejection,
  failurePercentageThreshold: ejection,
  interval: ejection,
  maxEjectionPercent: ejection,
  minHealthPercent: ejection,
  outlierDetectionHttpErrorCodes: refused('a waypoint does not apply it'),
  splitExternalLocalOriginErrors: ejection,
} satisfies FateMap<DestinationRuleSpecTrafficPolicyOutlierDetection>

const portLevelSettings = {
  connectionPool,
  loadBalancer: { ...loadBalancer, consistentHash: refused('without a route for the port nothing applies it') },
  outlierDetection,
  port: kept('the port of the Service'),
  tls,
} satisfies FateMap<DestinationRuleSpecTrafficPolicyPortLevelSettings>

/** The same fields, wherever a traffic policy stands. */
const trafficPolicy = {
  connectionPool,
  loadBalancer,
  outlierDetection,
  portLevelSettings,
  proxyProtocol: kept(asWritten),
  retryBudget: kept(asWritten),
  tls,
  tunnel: refused('only set up for TCP as the waypoint sees it'),
} satisfies FateMap<DestinationRuleSpecTrafficPolicy>

export const destinationRuleFates = {
  spec: {
    exportTo: kept('exported to all namespaces, or refused'),
    host: kept('the host is bound to a waypoint where the rule does something'),
    subsets: {
      labels: kept('kept for gateways and VirtualServices; routes use a Service of its own'),
      name: kept('kept for gateways and VirtualServices; routes use a Service of its own'),
      trafficPolicy,
    },
    trafficPolicy,
    workloadSelector: refused('a waypoint treats all clients alike'),
  } satisfies FateMap<DestinationRuleSpec>,
}
