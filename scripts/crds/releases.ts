/** A release whose CRDs the project knows: the Go module that ships them, and what is generated from them. */
export interface CrdRelease {
  /** Name of the schema set, of its generated file and of its files in `crds/`. */
  readonly set: string
  /** The version that generated files name. */
  readonly version: string
  readonly module: string
  readonly moduleVersion: string
  /** Where the module has the CRDs: a file, or a folder of which every file is read. Gateway API has one folder for each channel. */
  readonly paths: readonly { readonly path: string; readonly channel?: Channel }[]
  /** The kinds that are kept; all where it is missing. */
  readonly kinds?: readonly string[]
  /** Where the types of its kinds go, for the newest release of each project. */
  readonly typesFolder?: string
}

export type Channel = 'standard' | 'experimental'

const istio = { module: 'istio.io/api', paths: [{ path: 'kubernetes/customresourcedefinitions.gen.yaml' }] }

const gatewayApi = {
  module: 'sigs.k8s.io/gateway-api',
  paths: (['standard', 'experimental'] as const).map((channel) => ({ path: `config/crd/${channel}`, channel })),
}

const cilium = { module: 'github.com/cilium/cilium', paths: [{ path: 'pkg/k8s/apis/cilium.io/client/crds/v2' }] }

/** The kinds of Cilium that decide about requests or are refused by name; the others are left as they are. */
const ciliumPolicies = [
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'CiliumEnvoyConfig',
  'CiliumClusterwideEnvoyConfig',
] as const

export const releases: readonly CrdRelease[] = [
  { set: 'istio-1.31', version: '1.31.0-rc.0', ...istio, moduleVersion: 'v1.31.0' },
  { set: 'istio-1.32', version: '1.32.0', ...istio, moduleVersion: 'v1.32.0', typesFolder: 'istio' },
  { set: 'gateway-api-1.4', version: 'v1.4.1', ...gatewayApi, moduleVersion: 'v1.4.1' },
  { set: 'gateway-api-1.6', version: 'v1.6.1', ...gatewayApi, moduleVersion: 'v1.6.1' },
  { set: 'gateway-api-1.7', version: 'v1.7.0', ...gatewayApi, moduleVersion: 'v1.7.0', typesFolder: 'gateway-api' },
  { set: 'cilium-1.16', version: 'v1.16.19', ...cilium, moduleVersion: 'v1.16.19', kinds: ciliumPolicies },
  { set: 'cilium-1.17', version: 'v1.17.6', ...cilium, moduleVersion: 'v1.17.6', kinds: ciliumPolicies },
  { set: 'cilium-1.18', version: 'v1.18.4', ...cilium, moduleVersion: 'v1.18.4', kinds: ciliumPolicies },
  { set: 'cilium-1.19', version: 'v1.19.4', ...cilium, moduleVersion: 'v1.19.4', kinds: ciliumPolicies },
  {
    set: 'cilium-1.20',
    version: 'v1.20.2',
    ...cilium,
    moduleVersion: 'v1.20.2',
    kinds: [...ciliumPolicies, 'CiliumCIDRGroup'],
    typesFolder: 'cilium',
  },
]

/** The file in `crds/` that has the CRDs of a release, of one channel where there are channels. */
export function crdFile(set: string, channel?: Channel): string {
  return `crds/${set}${channel === undefined ? '' : `-${channel}`}.yaml`
}
