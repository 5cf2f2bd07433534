import type {
  DestinationRuleSpec,
  DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyPortLevelSettings,
} from '../../../src/crd/generated/types/istio/destination-rule.ts'
import { type FateMap, noEffect, refused, translated } from '../../../src/diagnostics/fate.ts'

const unsaid = refused('no cluster of a CiliumEnvoyConfig is written with it')

const ofPorts = {
  connectionPool: translated('limits of a cluster, for all clients of a node; keep-alive of HTTP/2 and the age of connections are refused'),
  loadBalancer: translated('`lbPolicy` of a cluster; localities, hashing and warm-up are refused'),
  outlierDetection: translated('`outlierDetection` of a cluster, for all clients of a node'),
  tls: noEffect('`ISTIO_MUTUAL` and `DISABLE` mean nothing without sidecars; `SIMPLE` and `MUTUAL` are refused'),
}

/** The same fields, wherever a traffic policy stands. */
const trafficPolicy = {
  ...ofPorts,
  portLevelSettings: {
    ...ofPorts,
    port: translated('the clusters of that port'),
  } satisfies FateMap<DestinationRuleSpecTrafficPolicyPortLevelSettings>,
  proxyProtocol: unsaid,
  retryBudget: unsaid,
  tunnel: unsaid,
} satisfies FateMap<DestinationRuleSpecTrafficPolicy>

/** Where `--assume sidecars-removed` is not given, all of it is refused. */
export const ciliumDestinationRuleFates = {
  exportTo: translated('settings of the Service hold for all pods'),
  host: translated('the Service whose endpoints the clusters have'),
  subsets: {
    labels: translated('the selector of a Service of its own'),
    name: translated('the name of a Service of its own'),
    trafficPolicy,
  },
  trafficPolicy,
  workloadSelector: refused('all clients of a node share its proxy'),
} satisfies FateMap<DestinationRuleSpec>
