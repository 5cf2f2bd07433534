import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { Facts } from './facts.ts'
import type { IdentitySet } from './identity-set.ts'
import type { PortSet } from './port-set.ts'

/** Connections from some clients to some ports. */
export interface Box {
  readonly clients: IdentitySet
  readonly ports: PortSet
}

/**
 * Which way an identity that cannot be said exactly may be rounded: `down` where letting somebody in too many would widen access, `up` where
 * leaving somebody out would.
 */
export type Rounding = 'down' | 'up'

export interface ReachContext {
  readonly facts: Facts
  /** Where findings go; an error among them means that the boxes are not to be used. */
  readonly diagnostics: Diagnostic[]
  /** The rule that is being read. */
  readonly place: Place
}
