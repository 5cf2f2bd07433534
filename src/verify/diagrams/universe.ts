import { type AddressClasses, partitionAddresses } from '../../algebra/address-classes.ts'
import { Diagrams, type Node } from '../../algebra/diagram.ts'
import type { Classes } from '../../algebra/language/classes.ts'
import type { Language } from '../../algebra/language/language.ts'
import { compareText } from '../../diagnostics/place.ts'
import type { MeshSettings } from '../../model/settings.ts'
import { type Attribute, choicesOf, domainOf, isOptional, levelOf } from '../symbolic/attribute.ts'
import { type Condition, eachLeafOnce, type Unknown } from '../symbolic/condition.ts'
import { type AskedOf, askedOf, put } from './asked.ts'
import type { Outcome } from './leaf.ts'
import { outcomeKey, unsentOutcome } from './outcome.ts'
import { type PartitionCache, partitionOf, type TooLarge } from './partition-cache.ts'
import { pathsBeside, SentPaths, shareLanguages } from './sent-paths.ts'
import { TextSignatures } from './text-signatures.ts'

/** A variable of the diagrams: an attribute with its classes, one class of an attribute with many texts, or something unknown. */
export type Variable =
  | { readonly kind: 'text'; readonly attribute: Attribute; readonly classes: Classes; readonly optional: boolean }
  | { readonly kind: 'member'; readonly attribute: Attribute; readonly text: string }
  | { readonly kind: 'address'; readonly attribute: Attribute; readonly classes: AddressClasses }
  | { readonly kind: 'choice'; readonly attribute: Attribute; readonly values: readonly string[] }
  | { readonly kind: 'unknown'; readonly name: string; readonly needs: string }

/** What is asked of each attribute, and the classes that this cuts it into. */
interface AttributeClasses {
  readonly variables: readonly Variable[]
  readonly classes: ReadonlyMap<string, Classes>
  readonly languages: ReadonlyMap<string, ReadonlyMap<string, Language>>
  readonly ranges: ReadonlyMap<string, ReadonlySet<string>>
  readonly settings: MeshSettings
  readonly settled: ReadonlySet<string>
  /** The path as only some proxies see it. */
  readonly otherPath: Attribute<'path-under'> | undefined
}

/**
 * The requests that conditions tell apart: every attribute cut into classes by all of them together, and diagrams over those classes. Two
 * requests in the same classes are decided alike by whatever was built from these conditions.
 */
export class Universe {
  readonly diagrams = new Diagrams<Outcome>({ kind: 'no' }, { kind: 'yes' })
  readonly variables: readonly Variable[]
  /** Variables from here on are unknown ones. */
  readonly firstUnknown: number
  /** What proxies make of paths, where not all of them make the same of one. */
  readonly sentPaths?: SentPaths
  readonly #positions = new Map<string, number>()
  readonly #classes: ReadonlyMap<string, Classes>
  readonly #languages: ReadonlyMap<string, ReadonlyMap<string, Language>>
  readonly #ranges: ReadonlyMap<string, ReadonlySet<string>>
  readonly #settings: MeshSettings
  readonly #settled: ReadonlySet<string>
  readonly #known = new Map<Condition, Node>()
  readonly #languageLists = new Map<string, readonly Language[]>()
  readonly #signatures = new Map<string, TextSignatures>()

  private constructor({ variables, classes, languages, ranges, settings, settled, otherPath }: AttributeClasses) {
    this.variables = variables
    this.#classes = classes
    this.#languages = languages
    this.#ranges = ranges
    this.#settings = settings
    this.#settled = settled
    for (const [position, variable] of variables.entries()) this.#positions.set(variableKey(variable), position)
    const first = variables.findIndex(({ kind }) => kind === 'unknown')
    this.firstUnknown = first < 0 ? variables.length : first
    if (otherPath !== undefined) this.sentPaths = new SentPaths(this, settings.pathNormalization, otherPath.normalisation)
  }

  /** `settings` are those of the mesh before; paths under another normalisation have an attribute of their own (`pathUnder`). */
  static of(
    conditions: Iterable<Condition>,
    settings: MeshSettings,
    cache: PartitionCache,
    normalisationAfter: MeshSettings['pathNormalization'] = settings.pathNormalization,
  ): Universe | TooLarge {
    const texts: AskedOf<Map<string, Language>> = new Map()
    const members: AskedOf<Map<string, Language>> = new Map()
    const ranges: AskedOf<Set<string>> = new Map()
    const others = new Map<string, Variable>()
    const versions = new Map<string, Set<string>>()
    eachLeafOnce(conditions, (leaf) => {
      if (leaf.kind === 'text') put(texts, leaf.attribute, leaf.language)
      else if (leaf.kind === 'member') put(members, leaf.attribute, leaf.language)
      else if (leaf.kind === 'address') askedOf(ranges, leaf.attribute, () => new Set()).add(leaf.range)
      else {
        const variable: Variable =
          leaf.kind === 'choice' ? { kind: 'choice', attribute: leaf.attribute, values: choicesOf(leaf.attribute) } : leaf
        others.set(variableKey(variable), variable)
        if (leaf.kind === 'unknown' && leaf.versionOf !== undefined)
          versions.set(leaf.versionOf, (versions.get(leaf.versionOf) ?? new Set()).add(leaf.name))
      }
    })
    const otherPaths = pathsBeside(texts.values(), settings.pathNormalization, normalisationAfter)
    if (otherPaths.length > 1) return { tooLarge: 'path: proxies normalise it in more than two ways' }
    if (settings.pathNormalization === normalisationAfter) for (const other of otherPaths) shareLanguages(texts, other, settings)
    const settled = onlyVersions(versions)
    const variables: Variable[] = [...others.values()].filter((variable) => variable.kind !== 'unknown' || !settled.has(variable.name))
    const classes = new Map<string, Classes>()
    for (const { attribute, by: languages } of [...texts.values(), ...members.values()]) {
      const parts = partitionOf(attribute, languages, settings, cache)
      if ('tooLarge' in parts) return { tooLarge: `${attribute.name}: ${parts.tooLarge}` }
      classes.set(attribute.name, parts)
      if (texts.has(attribute.name)) variables.push({ kind: 'text', attribute, classes: parts, optional: isOptional(attribute) })
      else {
        const inside = new Set([...languages.values()].flatMap((language) => parts.classesOf(language)))
        for (const index of inside) variables.push({ kind: 'member', attribute, text: parts.members[index]! })
      }
    }
    for (const { attribute, by: list } of ranges.values())
      variables.push({ kind: 'address', attribute, classes: partitionAddresses([...list].sort(compareText)) })
    variables.sort((a, b) => orderOf(a) - orderOf(b) || compareText(variableKey(a), variableKey(b)))
    return new Universe({
      variables,
      classes,
      languages: new Map([...texts, ...members].map(([name, { by }]) => [name, by])),
      ranges: new Map([...ranges].map(([name, { by }]) => [name, by])),
      settings,
      settled,
      otherPath: otherPaths[0],
    })
  }

  /** What texts of an attribute are distinguished by. */
  languagesOf({ name }: Attribute): readonly Language[] {
    const known = this.#languageLists.get(name) ?? [...(this.#languages.get(name)?.values() ?? [])]
    this.#languageLists.set(name, known)
    return known
  }

  /** Whether some condition asks for this very text of an attribute. */
  names(attribute: Attribute, text: string): boolean {
    return this.signaturesOf(attribute).names(text)
  }

  /** The classes that the texts of an attribute are cut into. */
  classesOf({ name }: Attribute): Classes {
    return this.#classes.get(name)!
  }

  /** Whether any condition asks about the texts of an attribute. */
  asks({ name }: Attribute): boolean {
    return this.#positions.has(`text ${name}`)
  }

  /** That an attribute is in one class. */
  inClass({ name }: Attribute, index: number): Node {
    const position = this.#positions.get(`text ${name}`)!
    const { classes } = this.variables[position] as Extract<Variable, { kind: 'text' }>
    return this.diagrams.among(position, [index], classes.count)
  }

  /** What addresses of an attribute are distinguished by. */
  rangesOf({ name }: Attribute): readonly string[] {
    return [...(this.#ranges.get(name) ?? [])]
  }

  domainOf(attribute: Attribute): Language {
    return domainOf(attribute, this.#settings)
  }

  /** The classes of an attribute that some texts are in, as a condition; always true for an attribute that nothing asks about. */
  amongTexts(attribute: Attribute, texts: ReadonlySet<string>): Node {
    const position = this.#positions.get(`text ${attribute.name}`)
    if (position === undefined) return texts.size === 0 ? this.diagrams.no : this.diagrams.yes
    const variable = this.variables[position] as Extract<Variable, { kind: 'text' }>
    return this.diagrams.among(position, [...this.signaturesOf(attribute).classesOf(texts)], variable.classes.count)
  }

  /** The class that a text of an attribute is in; undefined for texts that the attribute cannot have. */
  classOf(attribute: Attribute, text: string): number | undefined {
    return this.signaturesOf(attribute).classOf(text)
  }

  /** Whether no condition tells two texts of an attribute apart. */
  areAlike(attribute: Attribute, a: string, b: string): boolean {
    const signatures = this.signaturesOf(attribute)
    return signatures.of(a) === signatures.of(b)
  }

  /** Tells the classes of its texts: the same for all universes that cut it alike. */
  signaturesOf(attribute: Attribute): TextSignatures {
    let known = this.#signatures.get(attribute.name)
    if (known === undefined) {
      known = TextSignatures.of(this.languagesOf(attribute), this.#classes.get(attribute.name))
      this.#signatures.set(attribute.name, known)
    }
    return known
  }

  /** Whether nothing but one version of something is there. */
  isSettled({ name }: Unknown): boolean {
    return this.#settled.has(name)
  }

  /** The diagram of a condition: one of those that the universe was made of, or a part of one. */
  node(condition: Condition): Node {
    const known = this.#known.get(condition)
    if (known !== undefined) return known
    const node = this.#build(condition)
    this.#known.set(condition, node)
    return node
  }

  leaf(outcome: Outcome): Node {
    return this.diagrams.leaf(outcomeKey(outcome), outcome)
  }

  /** A condition under which there are no clients at all. */
  without(condition: Node, node: Node): Node {
    return this.diagrams.choose(condition, node, this.leaf(unsentOutcome))
  }

  #build(condition: Condition): Node {
    const { diagrams } = this
    switch (condition.kind) {
      case 'all':
        return diagrams.all(condition.of.map((part) => this.node(part)))
      case 'any':
        return diagrams.any(condition.of.map((part) => this.node(part)))
      case 'not':
        return diagrams.not(this.node(condition.of))
      case 'text': {
        const position = this.#positions.get(`text ${condition.attribute.name}`)!
        const variable = this.variables[position] as Extract<Variable, { kind: 'text' }>
        const inside = variable.classes.classesOf(condition.language)
        return variable.optional
          ? diagrams.among(
              position,
              inside.map((index) => index + 1),
              variable.classes.count + 1,
            )
          : diagrams.among(position, inside, variable.classes.count)
      }
      case 'member': {
        const parts = this.#classes.get(condition.attribute.name)!
        const named = parts
          .classesOf(condition.language)
          .map((index) => this.#positions.get(`member ${condition.attribute.name} ${parts.members[index]}`)!)
        return diagrams.any(named.map((position) => diagrams.among(position, [1], 2)))
      }
      case 'address': {
        const position = this.#positions.get(`address ${condition.attribute.name}`)!
        const { classes } = this.variables[position] as Extract<Variable, { kind: 'address' }>
        return diagrams.among(position, classes.classesOf(condition.range), classes.count)
      }
      case 'choice': {
        const position = this.#positions.get(`choice ${condition.attribute.name}`)!
        const { values } = this.variables[position] as Extract<Variable, { kind: 'choice' }>
        return diagrams.among(position, [values.indexOf(condition.value)], values.length)
      }
      case 'unknown':
        if (this.isSettled(condition)) return diagrams.yes
        return diagrams.among(this.#positions.get(`unknown ${condition.name}`)!, [1], 2)
    }
  }
}

/** Versions that have no rival. */
function onlyVersions(versions: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  return new Set([...versions.values()].flatMap((names) => (names.size === 1 ? [...names] : [])))
}

function variableKey(variable: Variable): string {
  if (variable.kind === 'unknown') return `unknown ${variable.name}`
  return variable.kind === 'member' ? `member ${variable.attribute.name} ${variable.text}` : `${variable.kind} ${variable.attribute.name}`
}

/** What is unknown comes last, so that everything below such a variable is unknown too. */
function orderOf(variable: Variable): number {
  return variable.kind === 'unknown' ? Number.MAX_SAFE_INTEGER : levelOf(variable.attribute)
}
