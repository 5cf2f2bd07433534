import { type Alphabet, type Automaton, after, Interned } from './automaton.ts'
import { patternOf } from './language.ts'
import { PatternAutomaton } from './pattern-automaton.ts'
import { anyChar, type CharSet } from './re2/char-set.ts'
import { parsePattern } from './re2/parse.ts'
import type { Syntax } from './re2/syntax.ts'
import type { LanguageAtom, Literal, Simplified } from './simplified.ts'

/**
 * The automaton of any language.
 *
 * @throws {PatternError} for patterns that cannot be analysed
 * @throws {LimitError} when it has too many states
 */
export function automatonOf(language: Simplified, limit: number): Automaton {
  switch (language.kind) {
    case 'literal':
    case 'pattern':
      return new PatternAutomaton([syntaxOf(language)], limit)
    case 'not': {
      const of = automatonOf(language.of, limit)
      return view(of, of.start, (state) => !of.accepts(state))
    }
    case 'and':
    case 'or': {
      const parts = language.of.map((part) => automatonOf(part, limit))
      return parts.length === 1 ? parts[0]! : new Joined(language.kind, parts, limit)
    }
    case 'replaced':
      return new Replaced(language.drop, language.put, automatonOf(language.of, limit))
    case 'merged':
      return new Merged(automatonOf(language.of, limit))
    case 'appended': {
      const of = automatonOf(language.of, limit)
      const accepted = new Map<number, boolean>()
      const accepts = (state: number): boolean => {
        const known = accepted.get(state) ?? of.accepts(after(of, state, language.tail))
        accepted.set(state, known)
        return known
      }
      return { ...view(of, of.start, accepts), isDead: (state) => of.isDead(state) }
    }
  }
}

/** What a literal or a pattern reads. @throws {PatternError} */
export function syntaxOf(atom: Extract<LanguageAtom, { kind: 'literal' | 'pattern' }>): Syntax {
  return atom.kind === 'pattern' ? parsePattern(patternOf(atom.pattern)) : literalSyntax(atom.literal)
}

const anything: Syntax = { kind: 'repeat', of: { kind: 'set', set: anyChar }, least: 0, most: Number.POSITIVE_INFINITY }

function literalSyntax({ kind, value, ignoreCase }: Literal): Syntax {
  const characters = [...value].map((character): Syntax => {
    const codePoint = character.codePointAt(0)!
    const set: CharSet = [[codePoint, codePoint]]
    // Literals without case are written in lower case.
    const upper: CharSet = ignoreCase === true && /[a-z]/.test(character) ? [[codePoint - 32, codePoint - 32]] : []
    return { kind: 'set', set: [...upper, ...set] }
  })
  return {
    kind: 'sequence',
    of: [...(kind === 'suffix' ? [anything] : []), ...characters, ...(kind === 'prefix' ? [anything] : [])],
  }
}

/** An automaton with other states accepting: nothing is known to be dead. */
function view(of: Automaton, start: number, accepts: (state: number) => boolean): Automaton {
  return { start, alphabet: of.alphabet, step: (state, codePoint) => of.step(state, codePoint), accepts, isDead: () => false }
}

function mergedAlphabet(alphabets: readonly Alphabet[]): Alphabet {
  return {
    cuts: [...new Set(alphabets.flatMap(({ cuts }) => cuts))].sort((a, b) => a - b),
    kindOf: (codePoint) => alphabets.map((one) => one.kindOf(codePoint)).join(' '),
  }
}

/** Several automata side by side. */
class Joined implements Automaton {
  readonly start: number
  readonly alphabet: Alphabet
  readonly #all: boolean
  readonly #parts: readonly Automaton[]
  readonly #states: Interned<readonly number[]>
  readonly #steps: Map<number, number>[] = []

  constructor(kind: 'and' | 'or', parts: readonly Automaton[], limit: number) {
    this.#all = kind === 'and'
    this.#parts = parts
    this.#states = new Interned(limit)
    this.alphabet = mergedAlphabet(parts.map(({ alphabet }) => alphabet))
    this.start = this.#state(parts.map(({ start }) => start))
  }

  step(state: number, codePoint: number): number {
    this.#steps[state] ??= new Map()
    const steps = this.#steps[state]
    const known = steps.get(codePoint)
    if (known !== undefined) return known
    const states = this.#states.values[state]!
    const result = this.#state(this.#parts.map((part, index) => part.step(states[index]!, codePoint)))
    steps.set(codePoint, result)
    return result
  }

  accepts(state: number): boolean {
    const accepted = (part: Automaton, index: number): boolean => part.accepts(this.#states.values[state]![index]!)
    return this.#all ? this.#parts.every(accepted) : this.#parts.some(accepted)
  }

  isDead(state: number): boolean {
    const dead = (part: Automaton, index: number): boolean => part.isDead(this.#states.values[state]![index]!)
    return this.#all ? this.#parts.some(dead) : this.#parts.every(dead)
  }

  #state(states: readonly number[]): number {
    return this.#states.id(states.join(), () => states, Math.max(1, states.length))
  }
}

/** Reads the dropped prefix, then goes on where the one put in its place leads. States are places in the prefix, failure, and then those of the other. */
class Replaced implements Automaton {
  readonly start: number
  readonly alphabet: Alphabet
  readonly #drop: readonly number[]
  readonly #of: Automaton
  readonly #dead: number
  /** The first number of a state of the other. */
  readonly #first: number
  readonly #entry: number

  constructor(drop: string, put: string, of: Automaton) {
    this.#drop = [...drop].map((character) => character.codePointAt(0)!)
    this.#of = of
    this.#dead = this.#drop.length
    this.#first = this.#dead + 1
    this.#entry = this.#first + after(of, of.start, put)
    this.start = this.#drop.length === 0 ? this.#entry : 0
    const read = new Set(this.#drop)
    this.alphabet = mergedAlphabet([
      of.alphabet,
      { cuts: this.#drop.flatMap((point) => [point, point + 1]), kindOf: (codePoint) => (read.has(codePoint) ? String(codePoint) : '') },
    ])
  }

  step(state: number, codePoint: number): number {
    if (state >= this.#first) return this.#first + this.#of.step(state - this.#first, codePoint)
    if (this.#drop[state] !== codePoint) return this.#dead
    return state + 1 === this.#drop.length ? this.#entry : state + 1
  }

  accepts(state: number): boolean {
    return state >= this.#first && this.#of.accepts(state - this.#first)
  }

  isDead(state: number): boolean {
    return state >= this.#first ? this.#of.isDead(state - this.#first) : state === this.#dead
  }
}

/** Reads slashes beside each other as one. Even states are those of the other after anything but a slash, odd ones those after a slash. */
class Merged implements Automaton {
  readonly start: number
  readonly alphabet: Alphabet
  readonly #of: Automaton

  constructor(of: Automaton) {
    this.#of = of
    this.start = of.start * 2
    this.alphabet = mergedAlphabet([of.alphabet, { cuts: [slash, slash + 1], kindOf: (codePoint) => (codePoint === slash ? 'slash' : '') }])
  }

  step(state: number, codePoint: number): number {
    if (codePoint !== slash) return this.#of.step(state >> 1, codePoint) * 2
    return state % 2 === 1 ? state : this.#of.step(state >> 1, codePoint) * 2 + 1
  }

  accepts(state: number): boolean {
    return this.#of.accepts(state >> 1)
  }

  isDead(state: number): boolean {
    return this.#of.isDead(state >> 1)
  }
}

const slash = 0x2f
