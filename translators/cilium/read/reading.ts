import type { Place } from '../../../src/diagnostics/place.ts'

/** What the parts of one rule need to know while they are read. */
export interface Reading {
  /** The namespace of the policy; undefined for a clusterwide one. */
  readonly namespace: string | undefined
  /** Whether the rule is for nodes. */
  readonly forNodes: boolean
  /** Whether the cluster has the release whose agent was measured; what others do with odd policies is not known. */
  readonly measured: boolean
  /** Whether the agent takes HTTP rules on a range of ports. */
  readonly httpOnRanges: boolean
  /** Where what is written may make Cilium refuse the whole rule, or is understood by some versions only. */
  readonly problems: Place[]
  /** Where what is written makes the measured agent refuse the whole rule. */
  readonly refusals: Place[]
}
