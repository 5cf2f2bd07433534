import type { Node } from '../../algebra/diagram.ts'
import type { Classes } from '../../algebra/language/classes.ts'
import type { Language } from '../../algebra/language/language.ts'
import { languageName } from '../../algebra/language/language-name.ts'
import { compareText } from '../../diagnostics/place.ts'
import { digest } from '../lists/digest.ts'
import type { Attribute } from '../symbolic/attribute.ts'
import { type Cut, classSetText } from './class-set.ts'
import type { Universe, Variable } from './universe.ts'

/** Whether anything of a region is below a pair of nodes. */
export type Holds = (before: Node, after: Node) => boolean

/**
 * Names regions of requests by value: the attributes that make a difference, and which of their values lie inside. The name of a region stays
 * the same when rules change their order or spelling and when rules about something else come along (they cut classes that lie on one side
 * of its edge); one more path, method, identity or address makes another.
 */
export class Regions {
  readonly #universe: Universe
  readonly #sets = new Map<string, string>()

  constructor(universe: Universe) {
    this.#universe = universe
  }

  /** A short name of the requests in which a pair of diagrams comes to what `holds` says. */
  name(before: Node, after: Node, holds: Holds): string {
    const known = new Map<string, string>()
    const name = (a: Node, b: Node): string => {
      if (!holds(a, b)) return nothing
      const key = `${a},${b}`
      const found = known.get(key)
      if (found !== undefined) return found
      const made = this.#named(a, b, name)
      known.set(key, made)
      return made
    }
    return name(before, after)
  }

  #named(before: Node, after: Node, name: (before: Node, after: Node) => string): string {
    const { diagrams, variables, firstUnknown } = this.#universe
    const position = Math.min(diagrams.variableOf(before), diagrams.variableOf(after))
    if (position >= firstUnknown) return everything
    const below = (index: number): string => name(diagrams.child(before, position, index), diagrams.child(after, position, index))
    const rest = below(0)
    const named = diagrams.classesNamed(position, [before, after]).map((index) => ({ index, name: below(index) }))
    const apart = named.filter((one) => one.name !== rest)
    if (apart.length === 0) return rest
    const groups = new Map<string, Set<number>>()
    for (const one of apart) groups.set(one.name, (groups.get(one.name) ?? new Set()).add(one.index))
    if (rest !== nothing) {
      const outside = new Set(apart.map(({ index }) => index))
      const count = countOf(variables[position]!)
      groups.set(rest, new Set(Array.from({ length: count }, (_, index) => index).filter((index) => !outside.has(index))))
    }
    const parts = [...groups].filter(([child]) => child !== nothing).map(([child, inside]) => [this.#set(position, inside), child])
    return digest(JSON.stringify([subjectOf(variables[position]!), parts.sort(([a], [b]) => compareText(a!, b!))]))
  }

  #set(position: number, inside: ReadonlySet<number>): string {
    const key = `${position} ${[...inside].sort((a, b) => a - b).join()}`
    const known = this.#sets.get(key)
    if (known !== undefined) return known
    const text = this.#setText(this.#universe.variables[position]!, inside)
    this.#sets.set(key, text)
    return text
  }

  #setText(variable: Variable, inside: ReadonlySet<number>): string {
    switch (variable.kind) {
      case 'choice':
        return JSON.stringify([...inside].map((index) => variable.values[index]!).sort(compareText))
      case 'address':
        return variable.classes
          .rangesOf(inside)
          .map(({ family, first, last }) => `${family} ${first}-${last}`)
          .join()
      case 'member': {
        const classes = this.#universe.classesOf(variable.attribute)
        const own = new Set([classes.members.indexOf(variable.text)])
        const text = ofPartition(classes, 'plain', own, () => classSetText(classes.count, this.#languages(variable.attribute, 0), own))
        return `${inside.has(1)} ${text}`
      }
      case 'text': {
        const { attribute, classes, optional } = variable
        if (!optional)
          return ofPartition(classes, 'plain', inside, () => classSetText(classes.count, this.#languages(attribute, 0), inside))
        return ofPartition(classes, 'optional', inside, () => {
          const present: Cut = { name: 'zz present', classes: classes.members.map((_, index) => index + 1) }
          return classSetText(classes.count + 1, [...this.#languages(attribute, 1), present], inside)
        })
      }
      case 'unknown':
        return String(inside.has(1))
    }
  }

  #languages(attribute: Attribute, offset: number): Cut[] {
    const classes = this.#universe.classesOf(attribute)
    return this.#universe.languagesOf(attribute).map((language: Language) => ({
      name: languageName(language),
      classes: classes.classesOf(language).map((index) => index + offset),
    }))
  }
}

const setTexts = new WeakMap<Classes, Map<string, string>>()

/** The same for all universes that cut an attribute alike: neighbouring destinations ask alike. */
function ofPartition(classes: Classes, form: 'plain' | 'optional', inside: ReadonlySet<number>, make: () => string): string {
  const known = setTexts.get(classes) ?? new Map<string, string>()
  setTexts.set(classes, known)
  const key = `${form} ${[...inside].sort((a, b) => a - b).join()}`
  const text = known.get(key) ?? make()
  known.set(key, text)
  return text
}

const nothing = 'nothing'
const everything = 'everything'

function countOf(variable: Variable): number {
  switch (variable.kind) {
    case 'choice':
      return variable.values.length
    case 'address':
      return variable.classes.count
    case 'text':
      return variable.classes.count + (variable.optional ? 1 : 0)
    case 'member':
    case 'unknown':
      return 2
  }
}

/** What a variable speaks of; the texts of a member are named by its set. */
function subjectOf(variable: Variable): string {
  return variable.kind === 'unknown' ? variable.name : `${variable.kind} ${variable.attribute.name}`
}
