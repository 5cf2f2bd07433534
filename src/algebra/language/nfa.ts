import { LimitError } from './automaton.ts'
import type { CharSet } from './re2/char-set.ts'
import type { Assertion, Syntax } from './re2/syntax.ts'

/** A node of a nondeterministic automaton (Thompson's). */
export type NfaNode =
  /** Reads one character of a set. */
  | { readonly kind: 'set'; readonly set: CharSet; readonly next: number }
  /** Reads nothing. */
  | { readonly kind: 'split'; readonly next: number[] }
  | { readonly kind: 'assert'; readonly what: Assertion; readonly next: number }
  /** The end of one pattern, by its position among all of them. */
  | { readonly kind: 'accept'; readonly pattern: number }

const largest = 200_000

/** Several patterns as one automaton. @throws {LimitError} when there are too many parts */
export function nfaOf(patterns: readonly Syntax[]): { readonly nodes: readonly NfaNode[]; readonly starts: readonly number[] } {
  const nodes: NfaNode[] = []
  const node = (made: NfaNode): number => {
    if (nodes.length >= largest) throw new LimitError(`patterns of more than ${largest} parts`)
    return nodes.push(made) - 1
  }
  /** The first node of something that goes on at `next`. */
  const compile = (syntax: Syntax, next: number): number => {
    switch (syntax.kind) {
      case 'set':
        return node({ kind: 'set', set: syntax.set, next })
      case 'assert':
        return node({ kind: 'assert', what: syntax.what, next })
      case 'sequence':
        return syntax.of.reduceRight((following, part) => compile(part, following), next)
      case 'choice':
        return node({ kind: 'split', next: syntax.of.map((part) => compile(part, next)) })
      case 'repeat': {
        let first = next
        if (syntax.most === Number.POSITIVE_INFINITY) {
          const ways = [next]
          first = node({ kind: 'split', next: ways })
          ways.push(compile(syntax.of, first))
        } else {
          for (let count = syntax.least; count < syntax.most; count += 1)
            first = node({ kind: 'split', next: [next, compile(syntax.of, first)] })
        }
        for (let count = 0; count < syntax.least; count += 1) first = compile(syntax.of, first)
        return first
      }
    }
  }
  const starts = patterns.map((syntax, pattern) => compile(syntax, node({ kind: 'accept', pattern })))
  return { nodes, starts }
}
