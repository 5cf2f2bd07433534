import { kept, noEffect, refused, stricter } from '../../../src/diagnostics/fate.ts'
import type { FateTree } from '../../../src/model/dialect.ts'
import { ciliumAuthorizationPolicyFates } from './authorization-policy.ts'
import { ciliumDestinationRuleFates } from './destination-rule.ts'
import { ciliumVirtualServiceFates } from './virtual-service.ts'

const whole = (note: string): FateTree => ({ spec: refused(note) })
const sidecarOnly: FateTree = { spec: noEffect('it configures sidecars') }

/** Kinds that are translated are opened; every other kind of Istio is one piece. */
export const fates: Readonly<Record<string, FateTree>> = {
  'security.istio.io/AuthorizationPolicy': { spec: ciliumAuthorizationPolicyFates },
  'networking.istio.io/DestinationRule': { spec: ciliumDestinationRuleFates },
  'networking.istio.io/EnvoyFilter': whole(
    'it patches sidecars; with `--allow-fail-open` limits are kept at the nodes of clients, and it stays for the sidecars that are left',
  ),
  'networking.istio.io/Gateway': {
    spec: kept('the gateways of Istio go on; one of Cilium is written beside them, or it is refused by name'),
  },
  'security.istio.io/PeerAuthentication': {
    spec: noEffect('in Cilium there is no mutual TLS to configure; STRICT becomes a denial by labels'),
  },
  'networking.istio.io/ProxyConfig': sidecarOnly,
  'security.istio.io/RequestAuthentication': {
    spec: kept(
      'refused by name; with `--allow-fail-open` a check at the nodes of clients stands for it, and it stays for the sidecars that are left',
    ),
  },
  'networking.istio.io/ServiceEntry': whole('external hosts are not translated'),
  'networking.istio.io/Sidecar': {
    spec: stricter('REGISTRY_ONLY of a namespace becomes a policy for what leaves its pods; other Sidecars are refused'),
  },
  'telemetry.istio.io/Telemetry': sidecarOnly,
  'extensions.istio.io/TrafficExtension': whole('it extends sidecars'),
  'networking.istio.io/VirtualService': { spec: ciliumVirtualServiceFates },
  'extensions.istio.io/WasmPlugin': whole('it extends sidecars'),
  'networking.istio.io/WorkloadEntry': whole('machines are not translated'),
  'networking.istio.io/WorkloadGroup': whole('machines are not translated'),
}
