import type { KindReader, Target } from '../src/model/dialect.ts'
import { cilium } from './cilium/index.ts'
import { ciliumReaders } from './cilium/read/index.ts'
import { nodeRouteReaders } from './cilium/read/routes/index.ts'
import { gatewayApiReaders, routeReaders } from './gateway-api/read/index.ts'
import { istiodReaders } from './istio/gateway-api/index.ts'
import { istiod } from './istio/istiod.ts'
import { istioReaders } from './istio/read/index.ts'
import { ambient } from './istio-ambient/index.ts'
import { kubernetesReaders } from './kubernetes/read/index.ts'

/** Every reader of every API family: half-migrated meshes are ordinary input. */
export const readers: readonly KindReader[] = [
  ...kubernetesReaders,
  ...istioReaders,
  ...gatewayApiReaders,
  // Before those of istiod, which takes the Gateways that are left.
  ...nodeRouteReaders,
  ...istiodReaders,
  ...routeReaders(istiod),
  ...ciliumReaders,
]

/** Mesh settings in objects of kinds that have no reader, and in files of Helm values. */
export { readCarriedValues } from './istio/read/mesh/carried-values.ts'

const table = { ambient, cilium } satisfies Readonly<Record<string, Target>>

/** What `--to` takes. */
export type TargetName = keyof typeof table

/** Everything that can be written, by name. No other list of targets exists: each is made from this one. */
export const targets: Readonly<Record<TargetName, Target>> = table

export const targetNames = Object.keys(table) as [TargetName, ...TargetName[]]

/** The target where none is named and none has to be. */
export const defaultTarget: TargetName = 'ambient'
