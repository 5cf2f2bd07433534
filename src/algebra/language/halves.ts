import { type Automaton, LimitError } from './automaton.ts'
import { automatonOf } from './automaton-of.ts'
import { partition } from './classes.ts'
import type { Language } from './language.ts'
import { PatternError } from './re2/scanner.ts'
import { simplified } from './simplified.ts'

/** Texts whose part before the first separator is in a language, and what stands behind it: no separator at all, whatever, or a language. */
export interface Halves {
  readonly before: Language
  readonly after: 'absent' | 'whatever' | Language
}

/** The characters of both parts, as code points; `after` as a language, too. */
export interface HalfDomains {
  readonly before: readonly number[]
  readonly after: { readonly characters: readonly number[]; readonly language: Language }
}

const limit = 20_000

/** How many ways of going on behind the separator are distinguished. */
const tellsApart = 4

/**
 * What a language of whole texts asks of the two parts at a separator, as alternatives: `/a(\?.*)?` of targets asks for the path `/a` and
 * whatever query. Undefined where the parts depend on each other in too many ways, or the language is too large.
 */
export function halvesOf(language: Language, separator: string, domains: HalfDomains): readonly Halves[] | undefined {
  try {
    return split(language, separator, domains)
  } catch (error) {
    if (error instanceof LimitError || error instanceof PatternError) return undefined
    throw error
  }
}

function split(language: Language, separator: string, { before, after }: HalfDomains): readonly Halves[] | undefined {
  const automaton = automatonOf(simplified(language), limit)
  const states = reached(automaton, automaton.start, before)
  const behind = new Map<number, 'all' | 'none' | 'some'>()
  const words = new Map<number, string>()
  for (const [state, word] of states) {
    const next = automaton.step(state, separator.codePointAt(0)!)
    if (!behind.has(next)) behind.set(next, rest(automaton, next, after.characters))
    if (!words.has(next)) words.set(next, word)
  }
  const goesOn = (state: number): 'all' | 'none' | 'some' => behind.get(automaton.step(state, separator.codePointAt(0)!))!
  const isAlike = [...states.keys()].every((state) => goesOn(state) === (automaton.accepts(state) ? 'all' : 'none'))
  if (isAlike) return [{ before: language, after: 'whatever' }]
  const alone: Halves = { before: language, after: 'absent' }
  const telling = [...behind].flatMap(([state, how]) => (how === 'some' ? [words.get(state)!] : []))
  if (telling.length > tellsApart) return undefined
  const rests = telling.map((word): Language => ({ kind: 'before-replacing-prefix', drop: '', put: word + separator, of: language }))
  const classes = partition(after.language, rests)
  if ('tooLarge' in classes) return undefined
  const others = classes.members.map((member, index): Halves => {
    const inside = rests.map((one): Language => (classes.classesOf(one).includes(index) ? one : { kind: 'not', of: one }))
    const whole: Language = { kind: 'before-appending', tail: separator + member, of: language }
    return { before: whole, after: inside.length === 0 ? { kind: 'all' } : { kind: 'and', of: inside } }
  })
  return [alone, ...others]
}

/** The states that texts of some characters lead to, each with such a text. */
function reached(automaton: Automaton, start: number, characters: readonly number[]): ReadonlyMap<number, string> {
  const kinds = new Map(characters.map((codePoint) => [automaton.alphabet.kindOf(codePoint), codePoint]))
  const found = new Map([[start, '']])
  for (const [state, word] of found)
    for (const codePoint of kinds.values()) {
      const next = automaton.step(state, codePoint)
      if (!found.has(next)) found.set(next, word + String.fromCodePoint(codePoint))
      if (found.size > limit) throw new LimitError(`more than ${limit} states`)
    }
  return found
}

/** Whether all texts that go on from a state are accepted, none, or some. */
function rest(automaton: Automaton, start: number, characters: readonly number[]): 'all' | 'none' | 'some' {
  const accepted = new Set([...reached(automaton, start, characters).keys()].map((state) => automaton.accepts(state)))
  return accepted.size === 2 ? 'some' : accepted.has(true) ? 'all' : 'none'
}
