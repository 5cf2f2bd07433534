import type { PathStep } from '../../diagnostics/place.ts'

/** What is wrong with a value, before it is worded for the user. `path` leads to it from the object's root. */
export type Problem =
  | { readonly kind: 'invalid'; readonly path: readonly PathStep[]; readonly reason: string }
  | { readonly kind: 'missing'; readonly path: readonly PathStep[]; readonly field: string }
  | { readonly kind: 'unknown'; readonly path: readonly PathStep[]; readonly field: string }
  | { readonly kind: 'duplicate'; readonly path: readonly PathStep[]; readonly earlier: readonly PathStep[] }
  | { readonly kind: 'rule'; readonly path: readonly PathStep[]; readonly message: string }
