import type { Place } from '../../../src/diagnostics/place.ts'

/** What the parts of one rule need to know while they are read. */
export interface Reading {
  /** The namespace of the policy; undefined for a clusterwide one. */
  readonly namespace: string | undefined
  /** Where what is written may make Cilium refuse the whole rule, or is understood by some versions only. */
  readonly problems: Place[]
}
