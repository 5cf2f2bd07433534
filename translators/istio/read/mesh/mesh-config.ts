import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import { otherProxyByDefault } from '../../../../src/model/proxy-settings.ts'
import { readExtensionProviders } from './extension-providers.ts'
import type { FoundSettings } from './found-settings.ts'
import { found } from './found-settings.ts'
import type { MeshConfig } from './mesh-config-types.ts'
import { selectorsAt } from './namespace-selectors.ts'
import { booleanAt, isMap, nameAt, numberAt, textAt, textsAt, trustDomainAt, trustDomainsAt } from './setting-values.ts'

/** What one field of MeshConfig contributes; `unmodelled` fields are passed on with their place. */
type SettingReader = ((value: unknown, at: Place, context: ReadContext) => Partial<FoundSettings>) | 'unmodelled'

const pathNormalizations = {
  DEFAULT: 'base',
  NONE: 'none',
  BASE: 'base',
  MERGE_SLASHES: 'merge-slashes',
  DECODE_AND_MERGE_SLASHES: 'decode-and-merge-slashes',
} as const

export const outboundPolicies = {
  REGISTRY_ONLY: 'registry-only',
  ALLOW_ANY: 'allow-any',
  // Resolves unknown hosts by DNS; like ALLOW_ANY, it refuses none.
  ALLOW_ANY_DYNAMIC_DNS: 'allow-any',
} as const

const fields: { readonly [K in keyof MeshConfig]-?: SettingReader } = {
  trustDomain: (value, at, context) => ({ settings: found('trustDomain', trustDomainAt(value, at, context), at) }),
  trustDomainAliases: (value, at, context) => ({ settings: found('trustDomainAliases', trustDomainsAt(value, at, context), at) }),
  rootNamespace: (value, at, context) => ({ settings: found('rootNamespace', textAt(value, at, context), at) }),
  pathNormalization: (value, at, context) =>
    withOne(value, 'normalization', at, (inner, place) => ({
      settings: found('pathNormalization', nameAt(inner, pathNormalizations, place, context), place),
    })),
  outboundTrafficPolicy: (value, at, context) =>
    withOne(value, 'mode', at, (inner, place) => ({
      settings: found('outboundPolicy', nameAt(inner, outboundPolicies, place, context), place),
    })),
  extensionProviders: readExtensionProviders,
  enableAutoMtls: (value, at, context) => ({ settings: found('autoMtls', booleanAt(value, at, context), at) }),
  defaultHttpRetryPolicy: (value, at, context) =>
    withOne(value, 'attempts', at, (inner, place) => ({ settings: found('defaultRetryAttempts', numberAt(inner, place, context), place) })),
  // The three are one setting of the model, put together in `readMeshConfig`.
  defaultServiceExportTo: () => ({}),
  defaultVirtualServiceExportTo: () => ({}),
  defaultDestinationRuleExportTo: () => ({}),
  defaultConfig: readProxyDefaults,
  accessLogEncoding: 'unmodelled',
  accessLogFile: 'unmodelled',
  accessLogFormat: 'unmodelled',
  caCertificates: 'unmodelled',
  certificates: 'unmodelled',
  configSources: 'unmodelled',
  connectTimeout: 'unmodelled',
  defaultProviders: 'unmodelled',
  defaultTrafficPolicy: 'unmodelled',
  disableEnvoyListenerLog: 'unmodelled',
  discoverySelectors: (value, at, context) => ({ settings: found('discoverySelectors', selectorsAt(value, at, context), at) }),
  dnsRefreshRate: 'unmodelled',
  enableEnvoyAccessLogService: 'unmodelled',
  enablePrometheusMerge: 'unmodelled',
  enableTracing: 'unmodelled',
  h2UpgradePolicy: 'unmodelled',
  hboneIdleTimeout: 'unmodelled',
  inboundClusterStatName: 'unmodelled',
  inboundTrafficPolicy: 'unmodelled',
  ingressClass: 'unmodelled',
  ingressControllerMode: 'unmodelled',
  ingressSelector: 'unmodelled',
  ingressService: 'unmodelled',
  localityLbSetting: 'unmodelled',
  meshMTLS: 'unmodelled',
  outboundClusterStatName: 'unmodelled',
  protocolDetectionTimeout: 'unmodelled',
  proxyHttpPort: 'unmodelled',
  proxyInboundListenPort: 'unmodelled',
  proxyListenPort: 'unmodelled',
  serviceEntryVisibility: 'unmodelled',
  serviceScopeConfigs: 'unmodelled',
  serviceSettings: 'unmodelled',
  tcpKeepalive: 'unmodelled',
  thriftConfig: 'unmodelled',
  tlsDefaults: 'unmodelled',
  verifyCertificateAtClient: 'unmodelled',
}

/** Reads a MeshConfig. Fields that the model does not carry, unknown ones included, are listed with their places. */
export function readMeshConfig(config: Readonly<Record<string, unknown>>, at: Place, context: ReadContext): FoundSettings {
  const parts: Partial<FoundSettings>[] = []
  for (const [name, value] of Object.entries(config)) {
    if (value === null || value === undefined) continue
    const reader: SettingReader = Object.hasOwn(fields, name) ? fields[name as keyof MeshConfig] : 'unmodelled'
    parts.push(reader === 'unmodelled' ? { unmodelled: [at.field(name)] } : reader(value, at.field(name), context))
  }
  parts.push(readExportDefaults(config, at, context))
  return joinSettings(parts)
}

export function joinSettings(parts: readonly Partial<FoundSettings>[]): FoundSettings {
  return {
    settings: parts.flatMap((part) => part.settings ?? []),
    flags: parts.flatMap((part) => part.flags ?? []),
    capture: parts.flatMap((part) => part.capture ?? []),
    authorizers: parts.flatMap((part) => part.authorizers ?? []),
    presets: parts.flatMap((part) => part.presets ?? []),
    unmodelled: parts.flatMap((part) => part.unmodelled ?? []),
  }
}

/** Flags by name: their values are texts wherever they are set. */
export function readFlags(map: Readonly<Record<string, unknown>>, at: Place): Partial<FoundSettings> {
  return { flags: Object.entries(map).map(([name, value]) => ({ name, value: String(value ?? ''), place: at.field(name) })) }
}

const interceptionModes = { REDIRECT: 'REDIRECT', TPROXY: 'TPROXY', NONE: 'NONE' } as const

function readProxyDefaults(value: unknown, at: Place, context: ReadContext): Partial<FoundSettings> {
  if (!isMap(value)) return { unmodelled: [at] }
  for (const setting of otherProxyByDefault(value)) context.diagnostics.push(diagnose(catalogue.defaultProxyChanged, at, { setting }))
  const { interceptionMode, ...others } = value
  const flags = withOne(others, 'proxyMetadata', at, (inner, place) => (isMap(inner) ? readFlags(inner, place) : { unmodelled: [place] }))
  if (interceptionMode === undefined || interceptionMode === null) return flags
  const place = at.field('interceptionMode')
  const mode = nameAt(interceptionMode, interceptionModes, place, context)
  return mode === undefined ? flags : { ...flags, capture: [{ name: 'interceptionMode', value: mode, place }] }
}

/** Reads one field of a nested message; the message's other fields are not modelled. */
function withOne(
  value: unknown,
  name: string,
  at: Place,
  read: (inner: unknown, place: Place) => Partial<FoundSettings>,
): Partial<FoundSettings> {
  if (!isMap(value)) return { unmodelled: [at] }
  const own = value[name] === undefined || value[name] === null ? {} : read(value[name], at.field(name))
  const others = Object.keys(value).filter((other) => other !== name)
  return { ...own, unmodelled: [...(own.unmodelled ?? []), ...others.map((other) => at.field(other))] }
}

function readExportDefaults(config: Readonly<Record<string, unknown>>, at: Place, context: ReadContext): Partial<FoundSettings> {
  const names = ['defaultServiceExportTo', 'defaultVirtualServiceExportTo', 'defaultDestinationRuleExportTo'] as const
  const written = names.filter((name) => config[name] !== undefined && config[name] !== null)
  const [first] = written
  if (first === undefined) return {}
  const [services, routes, backendPolicies] = names.map((name) =>
    written.includes(name) ? (textsAt(config[name], at.field(name), context) ?? ['*']) : ['*'],
  )
  return {
    settings: found(
      'defaultExportTo',
      { services: services ?? ['*'], routes: routes ?? ['*'], backendPolicies: backendPolicies ?? ['*'] },
      at.field(first),
    ),
  }
}
