import type { FateTree } from '../../../src/model/dialect.ts'
import { destinationRuleFates } from './destination-rule.ts'
import { envoyFilterFates } from './envoy-filter.ts'
import { gatewayFates } from './gateway.ts'
import { networkPolicyFates } from './network-policy.ts'
import { proxyConfigFates } from './proxy-config.ts'
import { serviceEntryFates } from './service-entry.ts'
import { sidecarFates } from './sidecar.ts'
import { telemetryFates } from './telemetry.ts'
import { trafficExtensionFates } from './traffic-extension.ts'
import { virtualServiceFates } from './virtual-service.ts'
import { wasmPluginFates } from './wasm-plugin.ts'
import { workloadEntryFates } from './workload-entry.ts'
import { workloadGroupFates } from './workload-group.ts'

/** Fates of the kinds that route, connect and extend, by group and kind. */
export const trafficFates: Readonly<Record<string, FateTree>> = {
  'networking.istio.io/VirtualService': virtualServiceFates,
  'networking.istio.io/DestinationRule': destinationRuleFates,
  'networking.istio.io/ServiceEntry': serviceEntryFates,
  'networking.istio.io/WorkloadEntry': workloadEntryFates,
  'networking.istio.io/WorkloadGroup': workloadGroupFates,
  'networking.istio.io/Sidecar': sidecarFates,
  'networking.istio.io/Gateway': gatewayFates,
  'networking.istio.io/EnvoyFilter': envoyFilterFates,
  'extensions.istio.io/WasmPlugin': wasmPluginFates,
  'extensions.istio.io/TrafficExtension': trafficExtensionFates,
  'telemetry.istio.io/Telemetry': telemetryFates,
  'networking.istio.io/ProxyConfig': proxyConfigFates,
  'networking.k8s.io/NetworkPolicy': networkPolicyFates,
}
