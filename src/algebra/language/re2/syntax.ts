import type { CharSet } from './char-set.ts'

/** A regular expression, parsed. */
export type Syntax =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly Syntax[] }
  /** `most` is Infinity for no limit. */
  | { readonly kind: 'repeat'; readonly of: Syntax; readonly least: number; readonly most: number }
  /** The beginning or the end of the whole text. */
  | { readonly kind: 'start' | 'end' }
