import type { Alphabet, Automaton } from './automaton.ts'
import type { PatternAutomaton } from './pattern-automaton.ts'

/** Reads a text for several atoms at once. States are numbers that only the reader can read; atoms are known by the numbers they were given. */
export interface Reader {
  readonly start: number
  step(state: number, codePoint: number): number
  /** The atoms that a text of this state is in. */
  accepted(state: number): readonly number[]
  /** A number that differs between states with different atoms. */
  signature(state: number): number
  /** Code points that the alphabet does not tell apart from their kind, but that this state does. */
  continuations(state: number): readonly number[]
  readonly alphabet: Alphabet
}

/** Reads for one atom. */
export function automatonReader(automaton: Automaton, atom: number): Reader {
  const inside = [atom]
  const outside: readonly number[] = []
  return {
    start: automaton.start,
    step: (state, codePoint) => automaton.step(state, codePoint),
    accepted: (state) => (automaton.accepts(state) ? inside : outside),
    signature: (state) => (automaton.accepts(state) ? 1 : 0),
    continuations: () => [],
    alphabet: automaton.alphabet,
  }
}

/** Reads for several patterns, by the numbers of their atoms. */
export function patternReader(automaton: PatternAutomaton, atoms: readonly number[]): Reader {
  return {
    start: automaton.start,
    step: (state, codePoint) => automaton.step(state, codePoint),
    accepted: (state) => automaton.accepted(state).map((pattern) => atoms[pattern]!),
    signature: (state) => automaton.signature(state),
    continuations: () => [],
    alphabet: automaton.alphabet,
  }
}
