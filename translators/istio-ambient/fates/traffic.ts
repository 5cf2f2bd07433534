import type { FateTree } from '../../../src/model/dialect.ts'
import { destinationRule } from './destination-rule.ts'
import { envoyFilter } from './envoy-filter.ts'
import { gateway } from './gateway.ts'
import { networkPolicy } from './network-policy.ts'
import { proxyConfig } from './proxy-config.ts'
import { serviceEntry } from './service-entry.ts'
import { sidecar } from './sidecar.ts'
import { telemetry } from './telemetry.ts'
import { trafficExtension } from './traffic-extension.ts'
import { virtualService } from './virtual-service.ts'
import { wasmPlugin } from './wasm-plugin.ts'
import { workloadEntry } from './workload-entry.ts'
import { workloadGroup } from './workload-group.ts'

/** Fates of the kinds that route, connect and extend, by kind. */
export const trafficFates: Readonly<Record<string, FateTree>> = {
  VirtualService: virtualService,
  DestinationRule: destinationRule,
  ServiceEntry: serviceEntry,
  WorkloadEntry: workloadEntry,
  WorkloadGroup: workloadGroup,
  Sidecar: sidecar,
  Gateway: gateway,
  EnvoyFilter: envoyFilter,
  WasmPlugin: wasmPlugin,
  TrafficExtension: trafficExtension,
  Telemetry: telemetry,
  ProxyConfig: proxyConfig,
  NetworkPolicy: networkPolicy,
}
