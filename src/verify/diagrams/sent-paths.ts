import type { Diagrams, Node } from '../../algebra/diagram.ts'
import type { Language } from '../../algebra/language/language.ts'
import { normalTarget } from '../../decide/rules/normal-path.ts'
import { pathOf } from '../../model/request.ts'
import type { MeshSettings } from '../../model/settings.ts'
import { type Attribute, attributes, domainOf, pathUnder } from '../symbolic/attribute.ts'
import { type Condition, textIn } from '../symbolic/condition.ts'
import { type AskedOf, put } from './asked.ts'
import type { Outcome } from './leaf.ts'

type Normalisation = MeshSettings['pathNormalization']

/** The paths, beside those that proxies of the mesh before compare, that proxies of the mesh after or of nodes do. */
export function pathsBeside(
  asked: Iterable<{ readonly attribute: Attribute }>,
  before: Normalisation,
  after: Normalisation,
): readonly Attribute<'path-under'>[] {
  const others = [...asked].flatMap(({ attribute }) => (attribute.kind === 'path-under' ? [attribute] : []))
  if (before !== after) others.push(pathUnder(after))
  return [...new Map(others.map((other) => [other.name, other])).values()]
}

/**
 * Adds what each of two kinds of proxies tells apart to the other, and to the second which paths the first takes for others: one that it takes as it is
 * is then in one class of either, which a text of that class finds.
 */
export function shareLanguages(texts: AskedOf<Map<string, Language>>, other: Attribute, settings: MeshSettings): void {
  const { path } = attributes
  const [own, theirs] = [texts.get(path.name)?.by, texts.get(other.name)?.by]
  if (own === undefined || theirs === undefined) return
  for (const language of own.values()) put(texts, other, language)
  for (const language of theirs.values()) put(texts, path, language)
  put(texts, other, changedOf(domainOf(path, settings)))
}

const changedOf = (isNormal: Language): Language => ({ kind: 'not', of: isNormal })

/** How many pairs of classes paths are composed for. */
const pairsTried = 4_096

/** Paths that every normalisation but `none` answers with 400 (src/decide/rules/normal-path.ts has the source): alone, and such that prefixes, suffixes or templates of policies still match. */
export function refusedPaths(target: string): readonly string[] {
  const path = pathOf(target)
  return [...new Set(['/%00', `${path}%00`, `/%00${path}`])]
}

/** The classes of paths that proxies tell apart, as the universe of a comparison has them. */
interface PathClasses {
  readonly diagrams: Diagrams<Outcome>
  asks(attribute: Attribute): boolean
  classesOf(attribute: Attribute): { readonly members: readonly string[] }
  classOf(attribute: Attribute, text: string): number | undefined
  inClass(attribute: Attribute, index: number): Node
  domainOf(attribute: Attribute): Language
  node(condition: Condition): Node
}

/**
 * Paths as clients send them, by what proxies with different normalisation make of them, those of two meshes or sidecars and the proxies of nodes: `//admin` is
 * `/admin` to one that merges slashes and itself to one that does not. Not every pair of classes is found: what is found is certain, and the rest is a doubt.
 */
export class SentPaths {
  readonly #paths = new Map<string, string>()
  readonly #universe: PathClasses
  readonly #modes: readonly [Normalisation, Normalisation]
  /** The attributes under which both kinds of proxies see them. */
  readonly attributes: readonly [Attribute, Attribute]

  constructor(universe: PathClasses, before: Normalisation, after: Normalisation) {
    this.#universe = universe
    this.#modes = [before, after]
    this.attributes = [attributes.path, pathUnder(after)]
    const [was, is] = this.attributes.map((attribute) => membersOf(universe, attribute)) as [readonly string[], readonly string[]]
    for (const text of new Set(['/', '/index.html', ...was, ...is])) for (const path of spellings(text)) this.#add(path)
    let left = pairsTried
    for (const [old, one] of was.entries())
      for (const [now, other] of is.entries()) {
        if (this.#paths.has(`${old},${now}`) || left === 0) continue
        left -= 1
        for (const path of [...hiding(one, other), ...hiding(other, one)]) this.#add(path)
      }
  }

  /** The pairs of classes that some path comes to. */
  get possible(): Node {
    const { diagrams } = this.#universe
    const pairs = [...this.#paths.keys()].map((key) => key.split(',').map(Number) as [number, number])
    return diagrams.any(pairs.map((pair) => diagrams.all(pair.map((index, side) => this.#inClass(side, index)))))
  }

  /** A path of such classes as it is sent; undefined for a class where any is meant. */
  of(before: number | undefined, after: number | undefined): string | undefined {
    for (const [key, path] of this.#paths) {
      const [old, now] = key.split(',').map(Number)
      if ((before === undefined || before === old) && (after === undefined || after === now)) return path
    }
    return undefined
  }

  /** The requests with a path that only the proxies before take for another. */
  get changed(): Node {
    const [path, other] = this.attributes
    const { diagrams } = this.#universe
    return this.#universe.asks(other) ? this.#universe.node(textIn(other, changedOf(this.#universe.domainOf(path)))) : diagrams.yes
  }

  #inClass(side: number, index: number): Node {
    const attribute = this.attributes[side]!
    return this.#universe.asks(attribute) ? this.#universe.inClass(attribute, index) : this.#universe.diagrams.yes
  }

  #add(path: string): void {
    const classes = this.attributes.map((attribute, side) => {
      const normal = normalTarget(path, this.#modes[side]!)
      if (normal === undefined) return undefined
      return this.#universe.asks(attribute) ? this.#universe.classOf(attribute, normal) : 0
    })
    if (classes.includes(undefined)) return
    const key = classes.join()
    if (!this.#paths.has(key)) this.#paths.set(key, path)
  }
}

/** One text of each class; any will do where a mesh asks for no path. */
function membersOf(universe: PathClasses, attribute: Attribute): readonly string[] {
  return universe.asks(attribute) ? universe.classesOf(attribute).members : ['/']
}

/** Other ways of writing a path, the most natural one first. */
function spellings(path: string): string[] {
  const rest = path.slice(1)
  const letter = rest.search(/[A-Za-z0-9]/)
  const encoded = letter < 0 ? rest : `${rest.slice(0, letter)}%${rest.charCodeAt(letter).toString(16)}${rest.slice(letter + 1)}`
  return [
    path,
    `/${path}`,
    path.replaceAll('/', '//'),
    `/${encoded}`,
    `/${rest.replaceAll('/', '%2F')}`,
    `/%2F${rest}`,
    `/${rest.replaceAll('/', '\\')}`,
    `/.${path}`,
    `/x/..${path}`,
    `/x%2F..${path}`,
    `${path.replace(/\/$/, '')}/.`,
  ]
}

/** Paths that begin like one and lead to another: the dots of `/public/../admin` count only where they are seen. */
function hiding(seen: string, meant: string): string[] {
  const segments = seen.split('/').length - 1
  const climbing = (step: string): string => `${seen}${step.repeat(segments)}${meant}`
  return [climbing('/..'), climbing('%2F..'), `/${meant.slice(1).replaceAll('/', '%2F')}%2Fx/..${seen}`]
}
