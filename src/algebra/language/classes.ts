import { Atoms, type Combination, combinationHolds } from './atoms.ts'
import { authorityClasses, type FoundClass } from './authority-classes.ts'
import { type Automaton, LimitError } from './automaton.ts'
import { automatonOf } from './automaton-of.ts'
import { type Language, languageKey } from './language.ts'
import { PatternError } from './re2/scanner.ts'
import { simplified } from './simplified.ts'
import { walk } from './walk.ts'

/** A partition of texts: two texts of one class are in the same of the languages that it was made from. */
export interface Classes {
  readonly count: number
  /** One short text of each class. Class 0 is one that the fewest languages have. */
  readonly members: readonly string[]
  /** The classes inside a language that was given, ascending. */
  classesOf(language: Language): readonly number[]
}

export interface PartitionLimits {
  /** How many automaton states are looked at; one of several patterns at once counts for each place in them. */
  readonly states: number
  /** How many classes there may be, before those are joined that only parts of languages tell apart. */
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
    return classes(domain, languages, limits)
  } catch (error) {
    if (error instanceof LimitError || error instanceof PatternError) return { tooLarge: error.message }
    throw error
  }
}

function classes(domain: Language, languages: readonly Language[], limits: PartitionLimits): Classes {
  const asked = [...new Map(languages.map((one) => [languageKey(one), one]))]
  const keys = asked.map(([key]) => key)
  const distinct = asked.map(([, language]) => language)
  const found = [...(authorityClasses(domain, distinct) ?? foundClasses(domain, distinct, limits))]
  // The class with the fewest languages becomes class 0.
  const rest = found.reduce((least, { inside }, index) => (inside.length < found[least]!.inside.length ? index : least), 0)
  if (rest > 0) found.unshift(...found.splice(rest, 1))
  const byKey = new Map<string, number[]>(keys.map((key) => [key, []]))
  for (const [index, { inside }] of found.entries()) for (const language of inside) byKey.get(keys[language]!)!.push(index)
  return {
    count: found.length,
    members: found.map(({ text }) => text),
    classesOf: (language) => {
      const inside = byKey.get(languageKey(language))
      if (inside === undefined) throw new Error(`no partition was made by ${languageKey(language)}`)
      return inside
    },
  }
}

/** The first text of each class, in the order of the walk. */
function foundClasses(domain: Language, languages: readonly Language[], limits: PartitionLimits): readonly FoundClass[] {
  const atoms = new Atoms()
  const membership = membershipOf(languages.map((language) => atoms.combination(simplified(language))))
  const states = Math.floor(limits.states / (1 + atoms.alone))
  const seen = new Set<string>()
  const found: FoundClass[] = []
  for (const first of walk(domainAutomaton(domain, limits.states), atoms.readers(limits.states), { ...limits, states })) {
    const inside = membership(new Set(first.atoms))
    const signature = inside.join()
    if (seen.has(signature)) continue
    seen.add(signature)
    found.push({ text: first.text, inside })
  }
  return found
}

/** Tells which languages texts with some atoms are in, ascending. Unions of atoms are looked up, other combinations asked. */
function membershipOf(combinations: readonly Combination[]): (atoms: ReadonlySet<number>) => readonly number[] {
  const unions = new Map<number, number[]>()
  const others: number[] = []
  for (const [language, combination] of combinations.entries()) {
    const union = unionOf(combination)
    if (union === undefined) others.push(language)
    else for (const atom of union) unions.set(atom, [...(unions.get(atom) ?? []), language])
  }
  return (atoms) => {
    const inside = new Set(others.filter((language) => combinationHolds(combinations[language]!, atoms)))
    for (const atom of atoms) for (const language of unions.get(atom) ?? []) inside.add(language)
    return [...inside].sort((a, b) => a - b)
  }
}

function unionOf(combination: Combination): readonly number[] | undefined {
  if (combination.kind === 'atom') return [combination.atom]
  if (combination.kind !== 'or') return undefined
  const parts = combination.of.map(unionOf)
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined
}

const domains = new WeakMap<Language, Automaton>()

/** Domains are few and the same each time: what was worked out about one is kept. */
function domainAutomaton(domain: Language, limit: number): Automaton {
  const known = limit === defaultLimits.states ? domains.get(domain) : undefined
  const automaton = known ?? automatonOf(simplified(domain), limit)
  if (limit === defaultLimits.states) domains.set(domain, automaton)
  return automaton
}
