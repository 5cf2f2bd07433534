import type { Place } from '../diagnostics/place.ts'
import type { AuthorizerCheck } from './authorizer-check.ts'
import type { CaptureDefaults } from './capture.ts'
import type { LabelSelector } from './label-selector.ts'

/**
 * What holds for the whole mesh. Each setting has Istio's default when the input does not give it; `places` has the place of
 * those that the input gives.
 */
export interface MeshSettings {
  /** `MeshConfig.rootNamespace`, default `istio-system`. */
  readonly rootNamespace: string
  /** `MeshConfig.trustDomain`, default `cluster.local`. */
  readonly trustDomain: string
  readonly trustDomainAliases: readonly string[]
  /** The DNS suffix of Services, default `cluster.local`. */
  readonly clusterDomain: string
  readonly pathNormalization: 'none' | 'base' | 'merge-slashes' | 'decode-and-merge-slashes'
  /** What happens to requests for hosts that nothing declared. */
  readonly outboundPolicy: 'allow-any' | 'registry-only'
  readonly externalAuthorizers: readonly ExternalAuthorizer[]
  /** `MeshConfig.enableAutoMtls`, default true. */
  readonly autoMtls: boolean
  /** Mesh-wide default retries, when the input sets them. */
  readonly defaultRetryAttempts?: number
  /** `MeshConfig.defaultVirtualServiceExportTo` and its siblings; default `['*']`. */
  readonly defaultExportTo: {
    readonly services: readonly string[]
    readonly routes: readonly string[]
    readonly backendPolicies: readonly string[]
  }
  /** `defaultConfig.proxyMetadata` and istiod flags found in the input (`ENABLE_…`, `PILOT_…`), by name. */
  readonly flags: Readonly<Record<string, string>>
  /** Set when the input has mesh configuration, even one that leaves every setting at its default. */
  readonly given?: true
  /** Cilium's operator programs routes of Gateway API (`gatewayAPI.enabled`): a class of Gateways says so, or who asks. */
  readonly nodesFollowRoutes?: true
  /** Pods behind a Service that REGISTRY_ONLY lets a client reach are taken to be reached by their own addresses and with any Host, too: who compares with Cilium says so. */
  readonly registryByPods?: true
  /** Instructions that the Envoys of nodes take for one pattern, where their limit of 100 was raised: who compares says so. */
  readonly regexSize?: number
  /** Pods that the injector leaves alone unless they ask for a sidecar themselves (`sidecarInjectorWebhook.neverInjectSelector`). */
  readonly neverInject: readonly LabelSelector[]
  /** `MeshConfig.discoverySelectors`: istiod sees namespaces that meet one of them; empty where it sees all. */
  readonly discoverySelectors: readonly LabelSelector[]
  /** The namespaces of a mesh of OpenShift Service Mesh 2, whose control plane sees no others; absent for other meshes. */
  readonly members?: MeshMembers
  /** What sidecars carry where pods have no annotation of their own. */
  readonly capture: CaptureDefaults
  /** Sets of settings by name, as the input gives them; absent where it names none. */
  readonly presets?: readonly Preset[]
  /** Parts of the mesh configuration that the model does not carry, each with its place; the target says what becomes of them. */
  readonly unmodelled: readonly Place[]
  readonly places: Readonly<Partial<Record<SettingName, Place>>>
}

export type SettingName = Exclude<
  keyof MeshSettings,
  'places' | 'unmodelled' | 'presets' | 'given' | 'nodesFollowRoutes' | 'registryByPods' | 'regexSize' | 'capture'
>

/** A set of settings that an installation takes by its name, such as `profile: demo`: what it holds is in the release of Istio, or in a file. */
export interface Preset {
  readonly setting: 'profile' | 'compatibilityVersion'
  readonly value: string
  readonly place: Place
}

/** Members by name (`*` for all), and by labels of their Namespaces. */
export interface MeshMembers {
  readonly names: readonly string[]
  readonly selectors: readonly LabelSelector[]
}

/** A `MeshConfig.extensionProviders` entry that can answer for a CUSTOM policy. */
export interface ExternalAuthorizer {
  readonly name: string
  readonly protocol: 'http' | 'grpc'
  readonly service: string
  readonly port: number
  /** True when a request passes while the authorizer cannot be reached. */
  readonly failOpen: boolean
  /** All else that says how it is asked and what is made of its answer, as one text; absent where nothing else is said. */
  readonly asking?: string
  /** The same by its parts; absent where a part of it is not understood. */
  readonly check?: AuthorizerCheck
  /** True when the proxy chooses the route anew after the answer, by the headers that it added (`clearRouteCache`). */
  readonly choosesRouteAgain?: true
  readonly place: Place
}

export const defaultSettings: MeshSettings = {
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  clusterDomain: 'cluster.local',
  pathNormalization: 'base',
  outboundPolicy: 'allow-any',
  externalAuthorizers: [],
  autoMtls: true,
  defaultExportTo: { services: ['*'], routes: ['*'], backendPolicies: ['*'] },
  flags: {},
  neverInject: [],
  discoverySelectors: [],
  capture: {},
  unmodelled: [],
  places: {},
}
