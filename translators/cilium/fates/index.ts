import { noEffect, refused } from '../../../src/diagnostics/fate.ts'
import type { FateTree } from '../../../src/model/dialect.ts'
import { ciliumAuthorizationPolicyFates } from './authorization-policy.ts'

const whole = (note: string): FateTree => ({ spec: refused(note, ['US5003']) })
const sidecarOnly: FateTree = { spec: noEffect('it configures sidecars', ['US5004']) }

/** AuthorizationPolicy is opened; every other kind of Istio is one piece. */
export const fates: Readonly<Record<string, FateTree>> = {
  AuthorizationPolicy: { spec: ciliumAuthorizationPolicyFates },
  DestinationRule: whole('how clients reach a host is no policy of Cilium'),
  EnvoyFilter: whole('it patches sidecars'),
  Gateway: whole('gateways are not translated'),
  PeerAuthentication: {
    spec: noEffect('in Cilium there is no mutual TLS to configure; STRICT is refused', ['US5005']),
  },
  ProxyConfig: sidecarOnly,
  RequestAuthentication: whole('there are no tokens'),
  ServiceEntry: whole('external hosts are not translated'),
  Sidecar: whole('egress limits are not translated'),
  Telemetry: sidecarOnly,
  TrafficExtension: whole('it extends sidecars'),
  VirtualService: whole('routes are not translated'),
  WasmPlugin: whole('it extends sidecars'),
  WorkloadEntry: whole('machines are not translated'),
  WorkloadGroup: whole('machines are not translated'),
}
