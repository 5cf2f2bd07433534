import { accepts } from '../../algebra/language/language.ts'
import { attributes } from '../symbolic/attribute.ts'
import type { Universe, Variable } from './universe.ts'

/** Values for the attributes that a way through the diagrams speaks of; all others are free. */
export class Assignment {
  readonly #universe: Universe
  readonly #classes = new Map<string, { readonly variable: Variable; readonly index: number }>()

  constructor(universe: Universe, path: ReadonlyMap<number, number>) {
    this.#universe = universe
    for (const [position, index] of path) {
      const variable = universe.variables[position]!
      if (variable.kind === 'unknown') continue
      const key = variable.kind === 'member' ? `${variable.attribute} ${variable.text}` : variable.attribute
      this.#classes.set(key, { variable, index })
    }
  }

  /**
   * A text for an attribute: the first of the familiar ones that is in the right class, else the class's own member; undefined when the
   * attribute is absent. When the attribute is free the first familiar text is taken.
   */
  text(attribute: string, familiar: readonly string[]): string | undefined {
    const found = this.#classes.get(attribute)
    if (found === undefined || found.variable.kind !== 'text') return familiar[0]
    const { variable } = found
    const index = variable.optional ? found.index - 1 : found.index
    if (index < 0) return undefined
    const member = variable.classes.members[index]!
    return familiar.find((candidate) => this.#alike(attribute, candidate, member)) ?? member
  }

  /** The path as a client sends it: proxies of both meshes make of it what the way says. */
  sentPath(familiar: readonly string[]): string | undefined {
    const { sentPaths } = this.#universe
    if (sentPaths === undefined) return this.text(attributes.path, familiar)
    const [before, after] = sentPaths.attributes.map((attribute) => this.#classes.get(attribute)?.index)
    return before === undefined && after === undefined ? familiar[0] : sentPaths.of(before, after)
  }

  /** Whether the attribute cannot have any other text, but for upper and lower case. */
  isExactly(attribute: string, value: string): boolean {
    return (
      this.#classes.has(attribute) &&
      this.#universe
        .languagesOf(attribute)
        .some((language) => language.kind === 'exact' && language.value.toLowerCase() === value.toLowerCase() && accepts(language, value))
    )
  }

  /** Whether the way says anything about an attribute. */
  mentions(attribute: string): boolean {
    return this.#classes.has(attribute)
  }

  /** True when an attribute may have this text. */
  admits(attribute: string, value: string): boolean {
    const found = this.#classes.get(attribute)
    if (found === undefined || found.variable.kind !== 'text') return true
    const index = found.variable.optional ? found.index - 1 : found.index
    return index >= 0 && this.#alike(attribute, value, found.variable.classes.members[index]!)
  }

  choice(attribute: string): string | undefined {
    const found = this.#classes.get(attribute)
    return found?.variable.kind === 'choice' ? found.variable.values[found.index] : undefined
  }

  address(attribute: string): string | undefined {
    const found = this.#classes.get(attribute)
    return found?.variable.kind === 'address' ? found.variable.classes.members[found.index] : undefined
  }

  /** The texts that an attribute with several has, familiar ones where they do as well. */
  members(attribute: string, familiar: readonly string[] = []): readonly string[] {
    const texts: string[] = []
    for (const { variable, index } of this.#classes.values()) {
      if (variable.kind !== 'member' || variable.attribute !== attribute || index !== 1) continue
      texts.push(familiar.find((candidate) => this.#alike(attribute, candidate, variable.text)) ?? variable.text)
    }
    return texts
  }

  /** Names of the attributes that begin so. */
  named(start: string): readonly string[] {
    const names = [...this.#classes.values()].flatMap(({ variable }) => ('attribute' in variable ? [variable.attribute] : []))
    return [...new Set(names.filter((name) => name.startsWith(start)))].sort()
  }

  /** Two texts that no language of the universe tells apart. */
  #alike(attribute: string, a: string, b: string): boolean {
    return (
      a === b ||
      (this.#universe.languagesOf(attribute).every((language) => accepts(language, a) === accepts(language, b)) &&
        accepts(this.#universe.domainOf(attribute), a))
    )
  }
}
