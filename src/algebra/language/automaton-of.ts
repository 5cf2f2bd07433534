import { type Automaton, after, Interned } from './automaton.ts'
import { type Language, patternOf } from './language.ts'
import { PatternAutomaton } from './pattern-automaton.ts'
import { parsePattern } from './re2/parse.ts'

/**
 * The automaton of any language.
 *
 * @throws {PatternError} for patterns that cannot be analysed
 * @throws {LimitError} when it has too many states
 */
export function automatonOf(language: Language, limit: number): Automaton {
  switch (language.kind) {
    case 'all':
      return patternAutomaton('(?s:.*)', limit)
    case 'none':
      return patternAutomaton('[^\\x00-\\x{10FFFF}]', limit)
    case 'non-empty':
      return patternAutomaton('(?s:.+)', limit)
    case 'not': {
      const of = automatonOf(language.of, limit)
      return {
        start: of.start,
        cuts: of.cuts,
        kindOf: (codePoint) => of.kindOf(codePoint),
        step: (state, codePoint) => of.step(state, codePoint),
        accepts: (state) => !of.accepts(state),
        isDead: () => false,
      }
    }
    case 'and':
    case 'or':
      return new Joined(
        language.kind,
        language.of.map((part) => automatonOf(part, limit)),
        limit,
      )
    case 'before-replacing-prefix':
      return new BeforeReplacingPrefix(language.drop, language.put, automatonOf(language.of, limit))
    case 'before-appending': {
      const of = automatonOf(language.of, limit)
      return {
        start: of.start,
        cuts: of.cuts,
        kindOf: (codePoint) => of.kindOf(codePoint),
        step: (state, codePoint) => of.step(state, codePoint),
        accepts: (state) => of.accepts(after(of, state, language.tail)),
        isDead: (state) => of.isDead(state),
      }
    }
    default:
      return patternAutomaton(patternOf(language), limit)
  }
}

function patternAutomaton(pattern: string, limit: number): Automaton {
  return new PatternAutomaton(parsePattern(pattern), limit)
}

/** Several automata side by side. */
class Joined implements Automaton {
  readonly start: number
  readonly cuts: readonly number[]
  readonly #kind: 'and' | 'or'
  readonly #parts: readonly Automaton[]
  readonly #states: Interned<readonly number[]>
  readonly #steps = new Map<number, Map<number, number>>()

  constructor(kind: 'and' | 'or', parts: readonly Automaton[], limit: number) {
    this.#kind = kind
    this.#parts = parts
    this.#states = new Interned(limit)
    this.cuts = [...new Set(parts.flatMap(({ cuts }) => cuts))].sort((a, b) => a - b)
    this.start = this.#state(parts.map(({ start }) => start))
  }

  kindOf(codePoint: number): string {
    return this.#parts.map((part) => part.kindOf(codePoint)).join(' ')
  }

  step(state: number, codePoint: number): number {
    let steps = this.#steps.get(state)
    if (steps === undefined) {
      steps = new Map()
      this.#steps.set(state, steps)
    }
    let result = steps.get(codePoint)
    if (result === undefined) {
      result = this.#stepAnew(state, codePoint)
      steps.set(codePoint, result)
    }
    return result
  }

  #stepAnew(state: number, codePoint: number): number {
    const states = this.#states.values[state]!
    return this.#state(this.#parts.map((part, index) => part.step(states[index]!, codePoint)))
  }

  accepts(state: number): boolean {
    const accepted = (part: Automaton, index: number): boolean => part.accepts(this.#states.values[state]![index]!)
    return this.#kind === 'and' ? this.#parts.every(accepted) : this.#parts.some(accepted)
  }

  isDead(state: number): boolean {
    const dead = (part: Automaton, index: number): boolean => part.isDead(this.#states.values[state]![index]!)
    return this.#kind === 'and' ? this.#parts.some(dead) : this.#parts.every(dead)
  }

  #state(states: readonly number[]): number {
    return this.#states.id(states.join(','), () => states)
  }
}

/** Reads the dropped prefix, then goes on where the one put in its place leads. States below zero are positions in the prefix. */
class BeforeReplacingPrefix implements Automaton {
  readonly start: number
  readonly cuts: readonly number[]
  readonly #drop: readonly number[]
  readonly #of: Automaton
  readonly #entry: number
  readonly #dead: number

  constructor(drop: string, put: string, of: Automaton) {
    this.#drop = [...drop].map((character) => character.codePointAt(0)!)
    this.#of = of
    this.#entry = after(of, of.start, put)
    this.#dead = -this.#drop.length - 1
    this.start = this.#drop.length === 0 ? this.#entry : -1
    this.cuts = [...new Set([...of.cuts, ...this.#drop.flatMap((point) => [point, point + 1])])].sort((a, b) => a - b)
  }

  kindOf(codePoint: number): string {
    return `${this.#drop.includes(codePoint) ? codePoint : ''} ${this.#of.kindOf(codePoint)}`
  }

  step(state: number, codePoint: number): number {
    if (state >= 0) return this.#of.step(state, codePoint)
    if (state === this.#dead || this.#drop[-state - 1] !== codePoint) return this.#dead
    return -state === this.#drop.length ? this.#entry : state - 1
  }

  accepts(state: number): boolean {
    return state >= 0 && this.#of.accepts(state)
  }

  isDead(state: number): boolean {
    return state >= 0 ? this.#of.isDead(state) : state === this.#dead
  }
}
