/** From the least to the most that something may come to. */
export interface Range {
  readonly low: number
  readonly high: number
}

export function sumOfRanges(ranges: readonly Range[]): Range {
  return { low: ranges.reduce((sum, { low }) => sum + low, 0), high: ranges.reduce((sum, { high }) => sum + high, 0) }
}

export function times({ low, high }: Range, count: number): Range {
  return { low: low * count, high: high * count }
}

/** Whether the middle of a range lies below that of another one by more than the two have in common: what overlaps more than it differs may be equal. */
export function isClearlyLess(one: Range, other: Range): boolean {
  const inCommon = Math.max(0, Math.min(one.high, other.high) - Math.max(one.low, other.low))
  return (other.low + other.high - one.low - one.high) / 2 > inCommon
}
