import { join } from 'node:path'
import { type Crd, readCrds } from './crd-file.ts'

/** A set of schemas: what one release of a project installs. */
export interface CrdSource {
  /** Name of the set and of its generated files. */
  readonly set: string
  readonly version: string
  readonly crds: readonly { readonly crd: Crd; readonly channel?: 'standard' | 'experimental' }[]
  /** Types of the Gateway API come from its newest release only. */
  readonly typesFolder?: string
}

/** Reads every schema set from a folder laid out as `<project>/<version>/…`. */
export function crdSources(folder: string): CrdSource[] {
  const read = (path: string): Crd[] => readCrds(join(folder, path))
  const gatewayApi = (version: string): CrdSource['crds'] =>
    (['standard', 'experimental'] as const).flatMap((channel) =>
      read(`gateway-api/${version}/${channel}`)
        .filter((crd) => crd.spec.group === 'gateway.networking.k8s.io')
        .map((crd) => ({ crd, channel })),
    )
  const plain = (crds: readonly Crd[]): CrdSource['crds'] => crds.map((crd) => ({ crd }))
  return [
    { set: 'istio', version: '1.31.0-rc.0', crds: plain(read('istio/1.31.0-rc.0/crd-all.gen.yaml')), typesFolder: 'istio' },
    { set: 'gateway-api-1.4', version: 'v1.4.1', crds: gatewayApi('v1.4.1') },
    { set: 'gateway-api-1.6', version: 'v1.6.1', crds: gatewayApi('v1.6.1'), typesFolder: 'gateway-api' },
    { set: 'cilium', version: 'v1.19.4', crds: plain(read('cilium/v1.19.4-derived')), typesFolder: 'cilium' },
  ]
}
