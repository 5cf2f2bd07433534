import { accepts } from '../../algebra/language/language.ts'
import type { TokenLocation } from '../../model/request.ts'
import { type Attribute, attributes } from '../symbolic/attribute.ts'
import type { Universe, Variable } from './universe.ts'

/** Values for the attributes that a way through the diagrams speaks of; all others are free. */
export class Assignment {
  readonly #universe: Universe
  readonly #classes = new Map<string, { readonly variable: Variable; readonly index: number }>()
  #sorted: readonly Attribute[] | undefined

  constructor(universe: Universe, path: ReadonlyMap<number, number>) {
    this.#universe = universe
    for (const [position, index] of path) {
      const variable = universe.variables[position]!
      if (variable.kind === 'unknown') continue
      const { name } = variable.attribute
      const key = variable.kind === 'member' ? `${name} ${variable.text}` : name
      this.#classes.set(key, { variable, index })
    }
  }

  /**
   * A text for an attribute: the first of the familiar ones that is in the right class, else the class's own member; undefined when the
   * attribute is absent. When the attribute is free the first familiar text is taken.
   */
  text(attribute: Attribute, familiar: readonly string[]): string | undefined {
    const found = this.#classes.get(attribute.name)
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
    const [before, after] = sentPaths.attributes.map((attribute) => this.#classes.get(attribute.name)?.index)
    return before === undefined && after === undefined ? familiar[0] : sentPaths.of(before, after)
  }

  /** Whether the attribute cannot have any other text, but for upper and lower case. */
  isExactly(attribute: Attribute, value: string): boolean {
    return (
      this.#classes.has(attribute.name) &&
      this.#universe
        .languagesOf(attribute)
        .some((language) => language.kind === 'exact' && language.value.toLowerCase() === value.toLowerCase() && accepts(language, value))
    )
  }

  /** Whether the way says anything about an attribute. */
  mentions(attribute: Attribute): boolean {
    return this.#classes.has(attribute.name)
  }

  /** True when an attribute may have this text. */
  admits(attribute: Attribute, value: string): boolean {
    const found = this.#classes.get(attribute.name)
    if (found === undefined || found.variable.kind !== 'text') return true
    const index = found.variable.optional ? found.index - 1 : found.index
    return index >= 0 && this.#alike(attribute, value, found.variable.classes.members[index]!)
  }

  choice(attribute: Attribute): string | undefined {
    const found = this.#classes.get(attribute.name)
    return found?.variable.kind === 'choice' ? found.variable.values[found.index] : undefined
  }

  address(attribute: Attribute): string | undefined {
    const found = this.#classes.get(attribute.name)
    return found?.variable.kind === 'address' ? found.variable.classes.members[found.index] : undefined
  }

  /** The texts that an attribute with several has, familiar ones where they do as well. */
  members(attribute: Attribute, familiar: readonly string[] = []): readonly string[] {
    const texts: string[] = []
    for (const { variable, index } of this.#classes.values()) {
      if (variable.kind !== 'member' || variable.attribute.name !== attribute.name || index !== 1) continue
      texts.push(familiar.find((candidate) => this.#alike(attribute, candidate, variable.text)) ?? variable.text)
    }
    return texts
  }

  /** The attributes of some kind that the way speaks of, by name. */
  ofKind<K extends Attribute['kind']>(kind: K): readonly Attribute<K>[] {
    return this.#attributes().filter((one): one is Attribute<K> => one.kind === kind)
  }

  /** Where tokens stand of which the way says anything, but for the default location. */
  tokenLocations(): readonly TokenLocation[] {
    return this.#attributes().flatMap((one) => ('at' in one && one.at !== undefined ? [one.at] : []))
  }

  #attributes(): readonly Attribute[] {
    this.#sorted ??= this.#sortedAttributes()
    return this.#sorted
  }

  #sortedAttributes(): readonly Attribute[] {
    const found = [...this.#classes.values()].flatMap(({ variable }) => ('attribute' in variable ? [variable.attribute] : []))
    return [...new Map(found.map((one) => [one.name, one])).values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Two texts that no language of the universe tells apart. */
  #alike(attribute: Attribute, a: string, b: string): boolean {
    return a === b || (this.#universe.areAlike(attribute, a, b) && accepts(this.#universe.domainOf(attribute), a))
  }
}
