import type { Estimate } from '../../estimate/estimate.ts'
import { amountText } from '../findings/text.ts'

/** `3 workloads`, or `1 policy` where the target moves policies alone. */
export function unitText(amount: number, unit: Estimate['moves']): string {
  if (unit === 'workloads') return amountText(amount, 'workload')
  return `${amount} ${amount === 1 ? 'policy' : 'policies'}`
}
