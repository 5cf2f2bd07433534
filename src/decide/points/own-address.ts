import { parseIpRange } from '../../algebra/ip-range.ts'
import type { Workload } from '../../model/workload.ts'

/** Pods get theirs when they start, and one that runs says it in its status; a machine has the one that its WorkloadEntry gives. */
export function ownAddress({ address, podIp }: Workload): string | 'unknown' {
  if (podIp !== undefined) return podIp
  return address !== undefined && !address.includes('/') && parseIpRange(address) !== undefined ? address : 'unknown'
}
