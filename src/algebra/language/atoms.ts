import { automatonOf, syntaxOf } from './automaton-of.ts'
import { languageKey } from './language.ts'
import { Literals, type Numbered } from './literals.ts'
import { PatternAutomaton } from './pattern-automaton.ts'
import { automatonReader, patternReader, type Reader } from './reader.ts'
import type { LanguageAtom, Literal, Simplified } from './simplified.ts'
import { Suffixes } from './suffixes.ts'

/** A simplified language with its atoms by number. */
export type Combination =
  | { readonly kind: 'atom'; readonly atom: number }
  | { readonly kind: 'not'; readonly of: Combination }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Combination[] }

/** The atoms that languages are made of, each with a number. */
export class Atoms {
  readonly #atoms: LanguageAtom[] = []
  readonly #numbers = new Map<string, number>()

  /** A language over these atoms; atoms that it brings along are added. */
  combination(language: Simplified): Combination {
    switch (language.kind) {
      case 'not':
        return { kind: 'not', of: this.combination(language.of) }
      case 'and':
      case 'or':
        return { kind: language.kind, of: language.of.map((part) => this.combination(part)) }
      case 'literal':
      case 'pattern':
      case 'replaced':
      case 'appended':
      case 'merged':
        return { kind: 'atom', atom: this.#number(language) }
    }
  }

  /** How many atoms need a reader each. */
  get alone(): number {
    return this.#atoms.filter(isRewritten).length
  }

  /**
   * Readers for all of them: literals and patterns together.
   *
   * @throws {PatternError} for patterns that cannot be analysed
   * @throws {LimitError} for patterns that are too large
   */
  readers(limit: number): readonly Reader[] {
    const readers: Reader[] = []
    for (const ignoreCase of [false, true]) {
      const [exact, prefixes, suffixes] = (['exact', 'prefix', 'suffix'] as const).map((kind) => this.#literals(kind, ignoreCase))
      if (exact!.size + prefixes!.size > 0) readers.push(new Literals(exact!, prefixes!, ignoreCase))
      if (suffixes!.size > 0) readers.push(new Suffixes(suffixes!, ignoreCase))
    }
    const patterns = this.#atoms.flatMap((atom, number) => (atom.kind === 'pattern' ? [{ syntax: syntaxOf(atom), number }] : []))
    if (patterns.length > 0) {
      const automaton = new PatternAutomaton(
        patterns.map(({ syntax }) => syntax),
        limit,
      )
      readers.push(
        patternReader(
          automaton,
          patterns.map(({ number }) => number),
        ),
      )
    }
    for (const [number, atom] of this.#atoms.entries())
      if (isRewritten(atom)) readers.push(automatonReader(automatonOf(atom, limit), number))
    return readers
  }

  #literals(kind: Literal['kind'], ignoreCase: boolean): Numbered {
    const values = new Map<string, number>()
    for (const [number, atom] of this.#atoms.entries())
      if (atom.kind === 'literal' && atom.literal.kind === kind && (atom.literal.ignoreCase === true) === ignoreCase)
        values.set(atom.literal.value, number)
    return values
  }

  #number(atom: LanguageAtom): number {
    const key = atomKey(atom)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#atoms.length)
    return this.#atoms.push(atom) - 1
  }
}

/** Texts before a rewrite are read for one atom at a time. */
function isRewritten({ kind }: LanguageAtom): boolean {
  return kind === 'replaced' || kind === 'appended' || kind === 'merged'
}

function atomKey(atom: LanguageAtom): string {
  switch (atom.kind) {
    case 'literal':
      return languageKey(atom.literal)
    case 'pattern':
      return languageKey(atom.pattern)
    case 'replaced':
      return `replaced ${JSON.stringify([atom.drop, atom.put])} ${atomKey(atom.of)}`
    case 'appended':
      return `appended ${JSON.stringify(atom.tail)} ${atomKey(atom.of)}`
    case 'merged':
      return `merged ${atomKey(atom.of)}`
  }
}

/** Whether texts with these atoms are in a combination. */
export function combinationHolds(combination: Combination, atoms: ReadonlySet<number>): boolean {
  switch (combination.kind) {
    case 'atom':
      return atoms.has(combination.atom)
    case 'not':
      return !combinationHolds(combination.of, atoms)
    case 'and':
      return combination.of.every((part) => combinationHolds(part, atoms))
    case 'or':
      return combination.of.some((part) => combinationHolds(part, atoms))
  }
}
