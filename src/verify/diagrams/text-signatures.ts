import { accepts, type Language } from '../../algebra/language/language.ts'

/**
 * Tells the class of a text by which languages accept it. Most conditions ask for one text each, such as the name of a namespace: those are
 * looked up, and only patterns, prefixes and the like are asked one by one. In a mesh of 500 namespaces that is one look-up in place of 500
 * comparisons.
 */
export class TextSignatures {
  /** The positions of the languages that have one text, by that text. */
  readonly #exact = new Map<string, string>()
  readonly #others: readonly Language[]
  readonly #classes: ReadonlyMap<string, number>

  /** `members`: one text of each class, in the order of the classes. */
  constructor(languages: readonly Language[], members: readonly string[]) {
    const others: Language[] = []
    for (const [position, language] of languages.entries())
      if (language.kind === 'exact' && language.ignoreCase !== true)
        this.#exact.set(language.value, `${this.#exact.get(language.value) ?? ''} ${position}`)
      else others.push(language)
    this.#others = others
    this.#classes = new Map(members.map((member, index) => [this.of(member), index]))
  }

  /** Equal for two texts exactly when the same languages accept them. */
  of(text: string): string {
    return `${this.#others.map((language) => (accepts(language, text) ? '1' : '0')).join('')}${this.#exact.get(text) ?? ''}`
  }

  /** The class of a text; undefined for texts that the attribute cannot have. */
  classOf(text: string): number | undefined {
    return this.#classes.get(this.of(text))
  }

  /** Whether one of the languages is this very text. */
  names(text: string): boolean {
    return this.#exact.has(text) || this.#others.some((language) => language.kind === 'exact' && language.value === text)
  }
}
