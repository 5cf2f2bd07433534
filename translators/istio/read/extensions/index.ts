import type { KindReader } from '../../../../src/model/dialect.ts'
import { envoyFilter } from './envoy-filter.ts'
import { proxyConfig } from './proxy-config.ts'
import { telemetry } from './telemetry.ts'
import { trafficExtension } from './traffic-extension.ts'
import { wasmPlugin } from './wasm-plugin.ts'

/** Readers of what reaches into the proxies themselves. */
export const extensionsReaders: readonly KindReader[] = [envoyFilter, proxyConfig, telemetry, trafficExtension, wasmPlugin]
