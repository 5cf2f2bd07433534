import type { CharSet } from './char-set.ts'

/** What is asked of a place in the text: `start` and `end` are those of the whole text, a boundary is one of ASCII words. */
export type Assertion = 'start' | 'end' | 'line-start' | 'line-end' | 'boundary' | 'no-boundary'

/** A regular expression, parsed. */
export type Syntax =
  | { readonly kind: 'set'; readonly set: CharSet }
  /** `captures` marks a group whose text RE2 would keep: it costs instructions and changes no language. */
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly Syntax[]; readonly captures?: true }
  /** `most` is Infinity for no limit. */
  | { readonly kind: 'repeat'; readonly of: Syntax; readonly least: number; readonly most: number }
  | { readonly kind: 'assert'; readonly what: Assertion }
