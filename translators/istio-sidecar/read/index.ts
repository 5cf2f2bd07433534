import type { KindReader } from '../../../src/model/dialect.ts'
import { coreReaders } from './core/index.ts'
import { extensionsReaders } from './extensions/index.ts'
import { meshReaders } from './mesh/index.ts'
import { networkingReaders } from './networking/index.ts'
import { securityReaders } from './security/index.ts'

/** Readers of everything a sidecar mesh is written in: mesh configuration, Kubernetes core objects, Istio's resources. */
export const sidecarReaders: readonly KindReader[] = [
  ...meshReaders,
  ...coreReaders,
  ...securityReaders,
  ...networkingReaders,
  ...extensionsReaders,
]
