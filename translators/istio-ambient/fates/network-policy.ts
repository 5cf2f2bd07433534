import type { NetworkPolicySpec } from '../../../src/crd/core/network-policy.ts'
import { type FateMap, kept, translated } from '../../../src/diagnostics/fate.ts'

export const networkPolicyFates = {
  spec: {
    podSelector: kept('the same pods'),
    policyTypes: kept('means the same'),
    ingress: {
      from: kept('the same peers; for Services behind a waypoint the waypoint is the peer'),
      ports: translated('port 15008 beside them, and an AuthorizationPolicy that denies the others'),
    },
    egress: kept('means the same; ambient connections leave for port 15008, which it has to admit'),
  } satisfies FateMap<NetworkPolicySpec>,
}
