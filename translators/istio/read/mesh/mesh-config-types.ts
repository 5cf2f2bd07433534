/** Istio's MeshConfig, as far as the model opens it; there is no CRD to generate it from (api:mesh/v1alpha1/config.proto). */
export interface MeshConfig {
  readonly trustDomain?: string
  readonly trustDomainAliases?: readonly string[]
  readonly rootNamespace?: string
  readonly pathNormalization?: { readonly normalization?: string }
  readonly outboundTrafficPolicy?: { readonly mode?: string }
  readonly extensionProviders?: readonly ExtensionProvider[]
  readonly enableAutoMtls?: boolean
  readonly defaultHttpRetryPolicy?: { readonly attempts?: number }
  readonly defaultServiceExportTo?: readonly string[]
  readonly defaultVirtualServiceExportTo?: readonly string[]
  readonly defaultDestinationRuleExportTo?: readonly string[]
  readonly defaultConfig?: ProxyDefaults
  readonly accessLogEncoding?: unknown
  readonly accessLogFile?: unknown
  readonly accessLogFormat?: unknown
  readonly caCertificates?: unknown
  readonly certificates?: unknown
  readonly configSources?: unknown
  readonly connectTimeout?: unknown
  readonly defaultProviders?: unknown
  readonly defaultTrafficPolicy?: unknown
  readonly disableEnvoyListenerLog?: unknown
  readonly discoverySelectors?: unknown
  readonly dnsRefreshRate?: unknown
  readonly enableEnvoyAccessLogService?: unknown
  readonly enablePrometheusMerge?: unknown
  readonly enableTracing?: unknown
  readonly h2UpgradePolicy?: unknown
  readonly hboneIdleTimeout?: unknown
  readonly inboundClusterStatName?: unknown
  readonly inboundTrafficPolicy?: unknown
  readonly ingressClass?: unknown
  readonly ingressControllerMode?: unknown
  readonly ingressSelector?: unknown
  readonly ingressService?: unknown
  readonly localityLbSetting?: unknown
  readonly meshMTLS?: unknown
  readonly outboundClusterStatName?: unknown
  readonly protocolDetectionTimeout?: unknown
  readonly proxyHttpPort?: unknown
  readonly proxyInboundListenPort?: unknown
  readonly proxyListenPort?: unknown
  readonly serviceEntryVisibility?: unknown
  readonly serviceScopeConfigs?: unknown
  readonly serviceSettings?: unknown
  readonly tcpKeepalive?: unknown
  readonly thriftConfig?: unknown
  readonly tlsDefaults?: unknown
  readonly verifyCertificateAtClient?: unknown
}

interface ProxyDefaults {
  readonly proxyMetadata?: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

interface ExtensionProvider {
  readonly name?: string
  readonly envoyExtAuthzHttp?: ExternalAuthorization
  readonly envoyExtAuthzGrpc?: ExternalAuthorization
  readonly [kind: string]: unknown
}

interface ExternalAuthorization {
  readonly service?: string
  readonly port?: number | string
  readonly failOpen?: boolean
  readonly [field: string]: unknown
}
