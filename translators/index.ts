import type { KindReader, Target } from '../src/model/dialect.ts'
import { cilium } from './cilium/index.ts'
import { ciliumReaders } from './cilium/read/index.ts'
import { ambient } from './istio-ambient/index.ts'
import { ambientReaders } from './istio-ambient/read/index.ts'
import { sidecarReaders } from './istio-sidecar/read/index.ts'

/** Every reader of every dialect: half-migrated meshes are ordinary input. */
export const readers: readonly KindReader[] = [...sidecarReaders, ...ambientReaders, ...ciliumReaders]

/** Mesh settings in objects of kinds that have no reader, and in files of Helm values. */
export { readCarriedValues } from './istio-sidecar/read/mesh/carried-values.ts'

export const targets: Readonly<Record<Target['name'], Target>> = { ambient, cilium }
