import { type Automaton, LimitError } from './automaton.ts'
import { automatonOf } from './automaton-of.ts'
import { type Language, languageKey } from './language.ts'
import { Literals } from './literals.ts'
import { PatternError } from './re2/parse.ts'
import { Suffixes } from './suffixes.ts'

/** A partition of texts: two texts of one class are in the same of the languages that it was made from. */
export interface Classes {
  readonly count: number
  /** One short text of each class. Class 0 is one that the fewest languages have. */
  readonly members: readonly string[]
  /** The classes inside a language that was given, ascending. */
  classesOf(language: Language): readonly number[]
}

export interface PartitionLimits {
  readonly states: number
  readonly classes: number
}

const defaultLimits: PartitionLimits = { states: 500_000, classes: 10_000 }

/** Cuts the texts of a domain into classes; classes without a text do not exist. Says why when it cannot be done within the limits. */
export function partition(
  domain: Language,
  languages: readonly Language[],
  limits: PartitionLimits = defaultLimits,
): Classes | { readonly tooLarge: string } {
  try {
    return new Partition(domain, languages, limits).classes()
  } catch (error) {
    if (error instanceof LimitError || error instanceof PatternError) return { tooLarge: error.message }
    throw error
  }
}

type Literal = Extract<Language, { kind: 'exact' | 'prefix' | 'suffix' }>

interface ProductState {
  readonly literals: readonly number[]
  readonly suffixes: readonly number[]
  readonly general: readonly number[]
  readonly domain: number
}

const domains = new WeakMap<Language, Automaton>()

/** Domains are few and the same each time: what was worked out about one is kept. */
function domainAutomaton(domain: Language, limit: number): Automaton {
  let automaton = domains.get(domain)
  if (automaton === undefined) {
    automaton = automatonOf(domain, limit)
    domains.set(domain, automaton)
  }
  return automaton
}

/** With case, and without. */
const folds = [false, true] as const

function isLiteral(language: Language): boolean {
  return language.kind === 'exact' || language.kind === 'prefix' || language.kind === 'suffix'
}

/**
 * Reads texts with everything at once, breadth first and familiar characters first: the first text that reaches a new combination of
 * languages is the member of its class.
 */
class Partition {
  readonly #limits: PartitionLimits
  readonly #domain: Automaton
  readonly #literals: readonly Literals[]
  readonly #suffixes: readonly Suffixes[]
  readonly #general: readonly Automaton[]
  readonly #generalKeys: readonly string[]
  /** Several spellings of a literal without case are one language each. */
  readonly #literalKeys = new Map<string, Set<string>>()
  readonly #languages: readonly Language[]
  /** What to read where no literal leads on: made once. */
  #plain: readonly number[] | undefined

  constructor(domain: Language, languages: readonly Language[], limits: PartitionLimits) {
    this.#limits = limits
    this.#languages = languages
    this.#domain = domainAutomaton(domain, limits.states)
    const literals: Literal[] = []
    const general = new Map<string, Language>()
    for (const language of languages) this.#sort(language, literals, general)
    const values = (kind: Literal['kind'], fold: boolean): string[] =>
      literals.filter((literal) => literal.kind === kind && (literal.ignoreCase === true) === fold).map(({ value }) => value)
    this.#literals = folds.map((fold) => new Literals(values('exact', fold), values('prefix', fold), fold))
    this.#suffixes = folds.map((fold) => new Suffixes(values('suffix', fold), fold))
    for (const literal of literals) {
      const { kind, value, ignoreCase = false } = literal
      const name = `${kind} ${ignoreCase} ${ignoreCase ? value.toLowerCase() : value}`
      this.#literalKeys.set(name, (this.#literalKeys.get(name) ?? new Set()).add(languageKey(literal)))
    }
    this.#general = [...general.values()].map((language) => automatonOf(language, limits.states))
    this.#generalKeys = [...general.keys()]
  }

  classes(): Classes {
    const keyed = new Map(this.#languages.map((language) => [languageKey(language), language]))
    const compound = [...keyed].filter(([, language]) => !isLiteral(language))
    const seen = new Set<string>()
    const found: { text: string; inside: ReadonlySet<string> }[] = []
    for (const { text, state } of this.#walk()) {
      const inside = this.#readOff(state)
      for (const [key, language] of compound) if (this.#accepts(language, inside)) inside.add(key)
      // Texts that only parts of combinations tell apart are in one class.
      for (const key of inside) if (!keyed.has(key)) inside.delete(key)
      const signature = [...inside].sort().join('\n')
      if (seen.has(signature)) continue
      seen.add(signature)
      found.push({ text, inside })
    }
    // The class with the fewest languages becomes class 0.
    const rest = found.reduce((least, { inside }, index) => (inside.size < found[least]!.inside.size ? index : least), 0)
    if (rest > 0) found.unshift(...found.splice(rest, 1))
    const classes = new Map<string, number[]>()
    for (const [index, { inside }] of found.entries())
      for (const key of inside) {
        const known = classes.get(key)
        if (known === undefined) classes.set(key, [index])
        else known.push(index)
      }
    return {
      count: found.length,
      members: found.map(({ text }) => text),
      classesOf: (language) => classes.get(languageKey(language)) ?? [],
    }
  }

  /** Keys of the literals and the general languages that a text of this state is in. */
  #readOff({ literals, suffixes, general }: ProductState): Set<string> {
    const inside = new Set<string>()
    for (const [index, ignoreCase] of folds.entries()) {
      const add = (kind: Literal['kind'], value: string): void => {
        for (const key of this.#literalKeys.get(`${kind} ${ignoreCase} ${value}`) ?? []) inside.add(key)
      }
      const { exact, prefixes } = this.#literals[index]!.accepted(literals[index]!)
      if (exact !== undefined) add('exact', exact)
      for (const value of prefixes) add('prefix', value)
      for (const value of this.#suffixes[index]!.accepted(suffixes[index]!)) add('suffix', value)
      add('suffix', '')
    }
    for (const [index, key] of this.#generalKeys.entries()) if (this.#general[index]!.accepts(general[index]!)) inside.add(key)
    return inside
  }

  /** Boolean combinations are read off their parts; what is left is a literal or needs an automaton of its own. */
  #sort(language: Language, literals: Literal[], general: Map<string, Language>): void {
    switch (language.kind) {
      case 'all':
      case 'none':
        return
      case 'not':
        this.#sort(language.of, literals, general)
        return
      case 'and':
      case 'or':
        for (const part of language.of) this.#sort(part, literals, general)
        return
      case 'exact':
      case 'prefix':
      case 'suffix':
        literals.push(language)
        return
      default:
        general.set(languageKey(language), language)
    }
  }

  #accepts(language: Language, inside: ReadonlySet<string>): boolean {
    switch (language.kind) {
      case 'all':
        return true
      case 'none':
        return false
      case 'not':
        return !this.#accepts(language.of, inside)
      case 'and':
        return language.of.every((part) => this.#accepts(part, inside))
      case 'or':
        return language.of.some((part) => this.#accepts(part, inside))
      default:
        return inside.has(languageKey(language))
    }
  }

  /** The first text of each combination of accepting states, shortest and most familiar first. */
  #walk(): { text: string; state: ProductState }[] {
    const product = new Product(this.#limits.states)
    const ways: { readonly from: number; readonly codePoint: number }[] = [{ from: -1, codePoint: 0 }]
    const found = new Map<string, number>()
    const kinds = alphabetOf([this.#domain, ...this.#suffixes, ...this.#general])
    product.id({
      literals: this.#literals.map(({ start }) => start),
      suffixes: this.#suffixes.map(({ start }) => start),
      general: this.#general.map(({ start }) => start),
      domain: this.#domain.start,
    })
    for (let at = 0; at < product.states.length; at += 1) {
      const state = product.states[at]!
      if (this.#domain.accepts(state.domain)) {
        const signature = this.#signature(state)
        if (!found.has(signature)) {
          if (found.size >= this.#limits.classes) throw new LimitError(`more than ${this.#limits.classes} classes`)
          found.set(signature, at)
        }
      }
      for (const codePoint of this.#choices(state, kinds)) {
        const domain = this.#domain.step(state.domain, codePoint)
        if (this.#domain.isDead(domain)) continue
        const next = product.id({
          literals: this.#literals.map((one, index) => one.step(state.literals[index]!, codePoint)),
          suffixes: this.#suffixes.map((one, index) => one.step(state.suffixes[index]!, codePoint)),
          general: this.#general.map((one, index) => one.step(state.general[index]!, codePoint)),
          domain,
        })
        if (next === ways.length) ways.push({ from: at, codePoint })
      }
    }
    return [...found.values()].map((at) => ({ text: textTo(ways, at), state: product.states[at]! }))
  }

  #signature({ literals, suffixes, general }: ProductState): string {
    let text = ''
    for (const [index, one] of this.#literals.entries()) text += `${JSON.stringify(one.signature(literals[index]!))},`
    for (const [index, one] of this.#suffixes.entries()) text += `${JSON.stringify(one.signature(suffixes[index]!))},`
    for (const [index, one] of this.#general.entries()) text += one.accepts(general[index]!) ? '1' : '0'
    return text
  }

  /** Characters that lead on in some literal, and of each kind of other characters the most familiar that does not. */
  #choices({ literals }: ProductState, kinds: readonly (readonly number[])[]): readonly number[] {
    const continuing = new Set<number>()
    for (const [index, one] of this.#literals.entries())
      for (const codePoint of one.continuations(literals[index]!)) {
        continuing.add(codePoint)
        if (index === 1) for (const variant of variantsOf(codePoint)) continuing.add(variant)
      }
    if (continuing.size === 0) {
      this.#plain ??= kinds.map((kind) => kind[0]!).sort((a, b) => familiarity(a) - familiarity(b))
      return this.#plain
    }
    const others = kinds.flatMap((kind) => kind.find((codePoint) => !continuing.has(codePoint)) ?? [])
    return [...continuing, ...others].sort((a, b) => familiarity(a) - familiarity(b))
  }
}

/** Numbers for product states, in the order in which they are met; parts are joined two by two, so that no text is built. */
class Product {
  readonly states: ProductState[] = []
  readonly #limit: number
  readonly #pairs: Map<number, number>[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /** @throws {LimitError} when there are too many */
  id(state: ProductState): number {
    let key = state.domain
    let level = 0
    for (const parts of [state.general, state.suffixes, state.literals]) for (const part of parts) key = this.#join(level++, key, part)
    const last = this.#pairs[level] ?? new Map<number, number>()
    this.#pairs[level] = last
    const known = last.get(key)
    if (known !== undefined) return known
    if (this.states.length >= this.#limit) throw new LimitError(`more than ${this.#limit} states`)
    last.set(key, this.states.length)
    return this.states.push(state) - 1
  }

  #join(level: number, a: number, b: number): number {
    let pairs = this.#pairs[level]
    if (pairs === undefined) {
      pairs = new Map()
      this.#pairs[level] = pairs
    }
    // States of literals off the trie are below zero.
    const key = a * 0x8000000 + (b + 0x4000000)
    let id = pairs.get(key)
    if (id === undefined) {
      id = pairs.size
      pairs.set(key, id)
    }
    return id
  }
}

function variantsOf(codePoint: number): number[] {
  const text = String.fromCodePoint(codePoint)
  return [text.toLowerCase().codePointAt(0)!, text.toUpperCase().codePointAt(0)!]
}

function textTo(ways: readonly { readonly from: number; readonly codePoint: number }[], at: number): string {
  const points: number[] = []
  for (let way = ways[at]!; way.from >= 0; way = ways[way.from]!) points.push(way.codePoint)
  return String.fromCodePoint(...points.reverse())
}

/** Letters first, then digits and the characters of names and paths; control characters last. */
const familiar = [...'abcdefghijklmnopqrstuvwxyz0123456789-/._ABCDEFGHIJKLMNOPQRSTUVWXYZ~:@+,;=!$&()*'].map(
  (character) => character.codePointAt(0)!,
)
const ranks = new Map(familiar.map((codePoint, rank) => [codePoint, rank]))

function familiarity(codePoint: number): number {
  return ranks.get(codePoint) ?? (codePoint > 32 && codePoint !== 127 ? 1000 + codePoint : 2_000_000 + codePoint)
}

/** For each kind of characters that the automata tell apart, its members, familiar ones first; of large kinds enough to choose from. */
function alphabetOf(automata: readonly Automaton[]): readonly (readonly number[])[] {
  const cuts = [...new Set([0, ...automata.flatMap((one) => one.cuts)])].filter((cut) => cut <= 0x10ffff).sort((a, b) => a - b)
  const kinds = new Map<string, number[]>()
  for (const [index, first] of cuts.entries()) {
    const last = (cuts[index + 1] ?? 0x110000) - 1
    const key = automata.map((one) => one.kindOf(first)).join(' ')
    let members = kinds.get(key)
    if (members === undefined) {
      members = []
      kinds.set(key, members)
    }
    for (let codePoint = first; codePoint <= last && members.length < 300; codePoint += 1)
      if (codePoint < 0xd800 || codePoint > 0xdfff) members.push(codePoint)
  }
  return [...kinds.values()].map((members) => members.sort((a, b) => familiarity(a) - familiarity(b)))
}
