import { compareText, type ObjectRef, type Place, placeAt } from '../../diagnostics/place.ts'
import { additionsOf, identityOf } from '../../manifest/edit/objects-to-add.ts'
import { joinPath } from '../../manifest/kustomization/paths.ts'
import type { Change } from '../../model/change.ts'
import type { SourceObject } from '../../model/object.ts'
import type { Translation } from '../../translation.ts'
import { compareRefs } from '../closing-first.ts'
import { type AppliedBy, appliersIn } from './applied-by.ts'
import { type Origin, originOf } from './origin.ts'

/** What a step asks for in the source: which object, where it stands, and what becomes of the file on its way to the cluster. */
export interface SourceEdit {
  readonly object: Pick<ObjectRef, 'apiVersion' | 'kind' | 'namespace' | 'name'>
  readonly what: 'adds' | 'changes' | 'deletes'
  /** Where it is edited, or the object that a new one is written after. Several where the input has the object in several files. */
  readonly at: readonly SourceLine[]
  /** Kustomizations of the input that build it. */
  readonly builtBy: readonly string[]
  readonly origin?: Origin
  readonly appliedBy?: AppliedBy
}

export interface SourceLine {
  readonly file: string
  /** Of what is edited, or of the object; absent for a file that is new. */
  readonly line?: number
}

/** Finds where changes are made in the source of one translation. */
export class Sources {
  readonly #translation: Translation
  readonly #objects: ReadonlyMap<string, SourceObject>
  readonly #appliedBy: (object: SourceObject) => AppliedBy | undefined
  readonly #files: ReadonlyMap<string, readonly string[]>
  readonly #texts: ReadonlyMap<string, string>

  constructor(translation: Translation) {
    const { input, output } = translation
    this.#translation = translation
    this.#objects = new Map(input.objects.map((object) => [identityOf(object.ref), object]))
    this.#appliedBy = appliersIn(input.objects)
    const files = new Map<string, string[]>()
    for (const { ref, file } of output.added) files.set(identityOf(ref), [...(files.get(identityOf(ref)) ?? []), file])
    this.#files = files
    this.#texts = new Map(input.files.map(({ path, text }) => [path, text]))
  }

  /** The edits that some changes ask for, by object. */
  of(changes: readonly Change[]): readonly SourceEdit[] {
    const added = additionsOf(this.#translation.input, changes).map(({ object, namespace, change }) => {
      const { apiVersion, kind, metadata } = object
      return this.#added({ apiVersion, kind, namespace, name: metadata.name }, change.causes)
    })
    const replaced = new Set(added.map(({ object }) => identityOf(object)))
    const targets = new Map<string, SourceEdit>()
    for (const change of changes) {
      if (change.kind === 'add' || replaced.has(identityOf(change.target))) continue
      const own = this.#there(change)
      const earlier = targets.get(identityOf(change.target))
      targets.set(identityOf(change.target), earlier === undefined ? own : { ...own, at: lines([...earlier.at, ...own.at]) })
    }
    return [...added, ...targets.values()].sort((a, b) => compareRefs({ ...a.object, ...nowhere }, { ...b.object, ...nowhere }))
  }

  #there(change: Exclude<Change, { kind: 'add' }>): SourceEdit {
    const { target } = change
    const object = this.#objects.get(identityOf(target))
    const copies = this.#translation.input.copies.filter(({ of }) => identityOf(of) === identityOf(target))
    const all = [...(object === undefined ? [] : [object]), ...copies.map((copy) => copy.object)]
    const paths = change.kind === 'edit' ? change.edits.map(({ path }) => path) : [[]]
    const at = all.flatMap(({ place }) => paths.map((path) => lineOf(placeAt(place, path))))
    return {
      object: target,
      what: change.kind === 'edit' ? 'changes' : 'deletes',
      at: lines(at),
      builtBy: this.#builtBy(all.map(({ ref }) => ref.file)),
      ...this.#way(object),
    }
  }

  #added(object: SourceEdit['object'], causes: readonly Place[]): SourceEdit {
    const files = this.#files.get(identityOf(object)) ?? []
    const known = causes.map((place) => this.#objects.get(identityOf(place.object))).filter((one) => one !== undefined)
    const at = files.map((file) => {
      const after = known.find(({ ref }) => ref.file === file)
      return after === undefined ? { file } : lineOf(after.place)
    })
    return {
      object,
      what: 'adds',
      at: lines(at),
      builtBy: this.#builtBy(known.slice(0, 1).map(({ ref }) => ref.file)),
      ...this.#way(known[0]),
    }
  }

  /** What stands beside an object goes the same way to the cluster. */
  #way(object: SourceObject | undefined): Pick<SourceEdit, 'origin' | 'appliedBy'> {
    if (object === undefined) return {}
    const origin = originOf(object, this.#commentAbove(object))
    const appliedBy = this.#appliedBy(object)
    return { ...(origin === undefined ? {} : { origin }), ...(appliedBy === undefined ? {} : { appliedBy }) }
  }

  #commentAbove({ ref, place }: SourceObject): string {
    const before = (this.#texts.get(ref.file) ?? '').split('\n').slice(0, place.span.line - 1)
    const from = before.findLastIndex((line) => line !== '' && !line.startsWith('#') && !line.startsWith('---'))
    return before.slice(from + 1).join('\n')
  }

  #builtBy(files: readonly string[]): readonly string[] {
    const { graph } = this.#translation.input.kustomize
    const own = graph.leaves.filter((leaf) => files.some((file) => graph.passes(leaf)(joinPath('', file))))
    return own.map(({ file }) => file.path).sort(compareText)
  }
}

const nowhere = { file: '', document: 0 }

function lineOf({ span }: Place): SourceLine {
  return { file: span.file, line: span.line }
}

/** Each once, in the order in which an editor meets them. */
function lines(found: readonly SourceLine[]): readonly SourceLine[] {
  const once = new Map(found.map((one) => [`${one.file}:${one.line ?? 0}`, one]))
  return [...once.values()].sort((a, b) => compareText(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0))
}
