import type { Place } from '../../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { Service } from '../../../../src/model/service.ts'
import type { Migration } from '../../migration/migration.ts'
import type { ObjectNames } from './object-names.ts'

/** One policy, and what every part of its translation asks for. */
export interface PolicyContext {
  readonly migration: Migration
  readonly policy: AuthorizationPolicy
  /** The Services in front of its pods that have a waypoint. */
  readonly targets: readonly Service[]
  /** What of the policy makes it more than its own document. */
  readonly cause: Place
  readonly names: ObjectNames
}
