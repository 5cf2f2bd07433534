import type { KindReader } from '../../../../src/model/dialect.ts'
import { envoyFilterReader } from './envoy-filter.ts'
import { proxyConfigReader } from './proxy-config.ts'
import { telemetryReader } from './telemetry.ts'
import { trafficExtensionReader } from './traffic-extension.ts'
import { wasmPluginReader } from './wasm-plugin.ts'

/** Readers of what reaches into the proxies themselves. */
export const extensionsReaders: readonly KindReader[] = [
  envoyFilterReader,
  proxyConfigReader,
  telemetryReader,
  trafficExtensionReader,
  wasmPluginReader,
]
