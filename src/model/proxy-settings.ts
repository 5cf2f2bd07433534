import { parse } from 'yaml'

type Map = Readonly<Record<string, unknown>>

/**
 * Fields of Istio's ProxyConfig that change what a proxy decides, or may: another bootstrap, binary or control plane, Envoy's runtime, whose
 * certificates are believed, which headers are kept. All others are about logs, traces, statistics and the process itself
 * (api:mesh/v1alpha1/proxy.proto). `interceptionMode` and `statusPort` are read.
 */
const harmless: ReadonlySet<string> = new Set([
  ...['availabilityZone', 'concurrency', 'configPath', 'controlPlaneAuthPolicy', 'drainDuration', 'envoyAccessLogService'],
  ...['envoyMetricsService', 'envoyMetricsServiceAddress', 'extraStatTags', 'fileFlushInterval', 'fileFlushMinSizeKb'],
  ...['holdApplicationUntilProxyStarts', 'image', 'interceptionMode', 'meshId', 'parentShutdownDuration', 'privateKeyProvider'],
  ...['proxyAdminPort', 'proxyStatsMatcher', 'readinessProbe', 'sds', 'serviceCluster', 'statNameLength', 'statsCompression'],
  ...['statsdUdpAddress', 'statusPort', 'terminationDrainDuration', 'tracing', 'tracingServiceName', 'zipkinAddress'],
])

/** Environment of the agent that only says how it and its logs, statistics and certificates are handled, and metadata of the proxy. */
const harmlessVariables: readonly RegExp[] = [
  /^ISTIO_META_(?!INTERCEPTION_MODE$|ENABLE_HBONE$|NETWORK$|CLUSTER_ID$|MESH_ID$|REQUESTED_NETWORK_VIEW$)/,
  /^(?:EXIT_ON_ZERO_ACTIVE_CONNECTIONS|MINIMUM_DRAIN_DURATION|TERMINATION_DRAIN_DURATION_SECONDS)$/,
  /^(?:BOOTSTRAP_XDS_AGENT|ISTIO_DELTA_XDS|PROXY_CONFIG_XDS_AGENT|OUTPUT_CERTS|OUTPUT_KEY_CERT_TO_DIRECTORY|PROV_CERT)$/,
  /^(?:SECRET_TTL|SECRET_GRACE_PERIOD_RATIO|SECRET_ROTATION_CHECK_INTERVAL|ECC_SIGNATURE_ALGORITHM|WORKLOAD_RSA_KEY_SIZE)$/,
  /^(?:GOMEMLIMIT|GOMAXPROCS|GODEBUG|GOGC|TZ|WASM_\w+|DD_\w+|OTEL_\w+|CLOUD_PLATFORM|ISTIO_CPU_LIMIT|PEER_METADATA_DISCOVERY)$/,
]

/** The settings in a ProxyConfig that may change what a proxy decides, such as `runtimeValues` or `proxyMetadata.ISTIO_BOOTSTRAP`. */
export function decidingProxySettings(config: Map): string[] {
  return Object.entries(config).flatMap(([name, value]) => {
    if (value === null || value === undefined || harmless.has(name)) return []
    if (name !== 'proxyMetadata') return [name]
    if (!isMap(value)) return [name]
    return Object.keys(value)
      .filter((variable) => !harmlessVariables.some((pattern) => pattern.test(variable)))
      .map((variable) => `proxyMetadata.${variable}`)
  })
}

/** Of `MeshConfig.defaultConfig`: what makes another proxy of every sidecar. What else it has is named as outside of the model, or read. */
export function otherProxyByDefault(config: Map): string[] {
  const variables = isMap(config.proxyMetadata) ? config.proxyMetadata : {}
  const named = ['binaryPath', 'customConfigFile', 'proxyBootstrapTemplatePath', 'runtimeValues'].filter(
    (name) => config[name] !== undefined,
  )
  return [...named, ...['ISTIO_BOOTSTRAP', 'ISTIO_BOOTSTRAP_OVERRIDE'].filter((name) => Object.hasOwn(variables, name))]
}

/** What `decidingProxySettings` finds in the annotation `proxy.istio.io/config`. A text that does not parse is refused by the injector, so that there are no such pods. */
export function decidingProxyConfig(text: string): string[] {
  const config = parsedMap(text)
  return config === undefined ? [] : decidingProxySettings(config)
}

/** A YAML or JSON text that is a map. */
export function parsedMap(text: string): Map | undefined {
  try {
    const value: unknown = parse(text, { schema: 'core', logLevel: 'error' })
    return isMap(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
