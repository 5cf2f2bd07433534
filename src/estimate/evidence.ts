import { objectText, type Place } from '../diagnostics/place.ts'

/** Where a number comes from: an object of the input, its position, and the code of the finding that counts, where one does. */
export interface Evidence {
  /** Such as `Deployment shop/cart`. */
  readonly object: string
  readonly file: string
  readonly line: number
  readonly code?: string
}

/** Things of one kind, as many as they are counted. */
export interface Tally {
  readonly what: string
  readonly evidence: readonly Evidence[]
}

export function evidenceAt(place: Place, code?: string): Evidence {
  const { file, line } = place.span
  return { object: objectText(place.object), file, line, ...(code === undefined ? {} : { code }) }
}

/** Those that are there at all. */
export function tallied(tallies: readonly Tally[]): readonly Tally[] {
  return tallies.filter(({ evidence }) => evidence.length > 0)
}
