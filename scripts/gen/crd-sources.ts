import { join } from 'node:path'
import { type Crd, readCrds } from './crd-file.ts'

/** A set of schemas: what one release of a project installs. */
export interface CrdSource {
  /** Name of the set and of its generated files. */
  readonly set: string
  readonly version: string
  readonly crds: readonly { readonly crd: Crd; readonly channel?: 'standard' | 'experimental' }[]
  /** Where its types go: they are of the newest release of each project. */
  readonly typesFolder?: string
}

/** The kinds of Cilium that decide about requests or are refused by name; the others are left as they are. */
const policyKinds: ReadonlySet<string> = new Set([
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'CiliumEnvoyConfig',
  'CiliumClusterwideEnvoyConfig',
  'CiliumCIDRGroup',
])

/** What is tried out has a group of its own. */
const gatewayApiGroups: ReadonlySet<string> = new Set(['gateway.networking.k8s.io', 'gateway.networking.x-k8s.io'])

/** Reads every schema set from a folder laid out as `<project>/<version>/…`. */
export function crdSources(folder: string): CrdSource[] {
  const read = (path: string): Crd[] => readCrds(join(folder, path))
  const gatewayApi = (version: string): CrdSource['crds'] =>
    (['standard', 'experimental'] as const).flatMap((channel) =>
      read(`gateway-api/${version}/${channel}`)
        .filter((crd) => gatewayApiGroups.has(crd.spec.group))
        .map((crd) => ({ crd, channel })),
    )
  const plain = (crds: readonly Crd[]): CrdSource['crds'] => crds.map((crd) => ({ crd }))
  const ciliumPolicies = (version: string): CrdSource['crds'] =>
    plain(read(`cilium/${version}`).filter((crd) => policyKinds.has(crd.spec.names.kind)))
  return [
    { set: 'istio-1.31', version: '1.31.0-rc.0', crds: plain(read('istio/1.31.0-rc.0/crd-all.gen.yaml')) },
    { set: 'istio-1.32', version: '1.32.0', crds: plain(read('istio/1.32.0/customresourcedefinitions.gen.yaml')), typesFolder: 'istio' },
    { set: 'gateway-api-1.4', version: 'v1.4.1', crds: gatewayApi('v1.4.1') },
    { set: 'gateway-api-1.6', version: 'v1.6.1', crds: gatewayApi('v1.6.1') },
    { set: 'gateway-api-1.7', version: 'v1.7.0', crds: gatewayApi('v1.7.0'), typesFolder: 'gateway-api' },
    { set: 'cilium-1.19', version: 'v1.19.4', crds: ciliumPolicies('v1.19.4-derived') },
    { set: 'cilium-1.20', version: 'v1.20.2', crds: ciliumPolicies('v1.20.2'), typesFolder: 'cilium' },
  ]
}
