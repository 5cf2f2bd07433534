import type { Classes } from '../../algebra/language/classes.ts'
import { accepts, type Language } from '../../algebra/language/language.ts'

/**
 * Tells the class of a text by which languages accept it. Most conditions ask for one text each, such as the name of a namespace: those are
 * looked up, and only patterns, prefixes and the like are asked one by one. In a mesh of 500 namespaces that is one look-up in place of 500
 * comparisons. What is known of a text is kept: many requests of one destination have the same host and path.
 */
export class TextSignatures {
  /** The positions of the languages that have one text, by that text. */
  readonly #exact = new Map<string, string>()
  readonly #named = new Set<string>()
  readonly #others: readonly Language[]
  readonly #known = new Map<string, string>()
  readonly #classes: ReadonlyMap<string, number>

  /** `classes`: those that the languages cut texts into; which of them are in which language is known, and no text has to be matched for it. */
  constructor(languages: readonly Language[], classes: Classes) {
    const others: Language[] = []
    for (const [position, language] of languages.entries()) {
      const only = onlyText(language)
      if (language.kind === 'exact') this.#named.add(language.value)
      if (only === undefined) others.push(language)
      else this.#exact.set(only, `${this.#exact.get(only) ?? ''} ${position}`)
    }
    this.#others = others
    const bits = Array.from({ length: classes.count }, () => '')
    for (const language of others) {
      const inside = new Set(classes.classesOf(language))
      for (const index of bits.keys()) bits[index] += inside.has(index) ? '1' : '0'
    }
    this.#classes = new Map(classes.members.map((member, index) => [`${bits[index]}${this.#exact.get(member) ?? ''}`, index]))
  }

  /** The same for all universes with one partition: neighbouring destinations ask alike. Without classes nothing asks about the attribute. */
  static of(languages: readonly Language[], classes: Classes = unasked): TextSignatures {
    const signatures = ofClasses.get(classes) ?? new TextSignatures(languages, classes)
    ofClasses.set(classes, signatures)
    return signatures
  }

  /** Equal for two texts exactly when the same languages accept them. */
  of(text: string): string {
    if (this.#others.length === 0) return this.#exact.get(text) ?? ''
    let known = this.#known.get(text)
    if (known === undefined) {
      known = `${this.#others.map((language) => (accepts(language, text) ? '1' : '0')).join('')}${this.#exact.get(text) ?? ''}`
      this.#known.set(text, known)
    }
    return known
  }

  /** The class of a text; undefined for texts that the attribute cannot have. */
  classOf(text: string): number | undefined {
    return this.#classes.get(this.of(text))
  }

  /** The classes of some texts, each once. Where only single texts are asked for, those are looked up and not every text of a long list. */
  classesOf(texts: ReadonlySet<string>): ReadonlySet<number> {
    const found = new Set<number>()
    const add = (index: number | undefined): void => {
      if (index !== undefined) found.add(index)
    }
    if (this.#others.length > 0 || texts.size <= this.#exact.size) {
      for (const text of texts) add(this.classOf(text))
      return found
    }
    let single = 0
    for (const text of this.#exact.keys()) {
      if (!texts.has(text)) continue
      single += 1
      add(this.classOf(text))
    }
    if (single < texts.size) add(this.#classes.get(''))
    return found
  }

  /** The texts that are asked for one by one: all others are in one class. Undefined where patterns and the like are asked as well. */
  singles(): readonly string[] | undefined {
    return this.#others.length > 0 ? undefined : [...this.#exact.keys()]
  }

  /** The texts that are a language of their own. */
  named(): readonly string[] {
    return [...this.#named]
  }

  /** Whether one of the languages is this very text. */
  names(text: string): boolean {
    return this.#named.has(text)
  }
}

const unasked: Classes = { count: 0, members: [], classesOf: () => [] }
const ofClasses = new WeakMap<Classes, TextSignatures>()

/** The text that is all there is of a language, where that can be seen. */
function onlyText(language: Language): string | undefined {
  if (language.kind === 'exact' && language.ignoreCase !== true) return language.value
  return language.kind === 'glob' && !language.value.includes('*') ? language.value : undefined
}
