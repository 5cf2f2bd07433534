import { parseIpRange } from '../../algebra/ip-range.ts'
import type { Workload } from '../../model/workload.ts'

/** Pods get theirs when they start; a machine has the one that its WorkloadEntry gives. */
export function ownAddress({ address }: Workload): string | 'unknown' {
  return address !== undefined && !address.includes('/') && parseIpRange(address) !== undefined ? address : 'unknown'
}
