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
