import type { TargetVersions } from '../../model/dialect.ts'
import type { SupportedCapability } from './supported.ts'

/** What one target can express in some versions. */
export interface CapabilitiesReport {
  readonly target: string
  readonly versions: TargetVersions
  readonly capabilities: readonly SupportedCapability[]
}
