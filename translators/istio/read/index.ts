import type { KindReader } from '../../../src/model/dialect.ts'
import { extensionsReaders } from './extensions/index.ts'
import { meshReaders } from './mesh/index.ts'
import { networkingReaders } from './networking/index.ts'
import { securityReaders } from './security/index.ts'

/** Readers of Istio's own kinds, and of the kinds in which installers keep the settings of a mesh. */
export const istioReaders: readonly KindReader[] = [...meshReaders, ...securityReaders, ...networkingReaders, ...extensionsReaders]
