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

/** Fates of the kinds that route, connect and extend, by kind. */
export const trafficFates: Readonly<Record<string, FateTree>> = {
  VirtualService: virtualServiceFates,
  DestinationRule: destinationRuleFates,
  ServiceEntry: serviceEntryFates,
  WorkloadEntry: workloadEntryFates,
  WorkloadGroup: workloadGroupFates,
  Sidecar: sidecarFates,
  Gateway: gatewayFates,
  EnvoyFilter: envoyFilterFates,
  WasmPlugin: wasmPluginFates,
  TrafficExtension: trafficExtensionFates,
  Telemetry: telemetryFates,
  ProxyConfig: proxyConfigFates,
  NetworkPolicy: networkPolicyFates,
}
