import { type ObjectRef, objectText } from '../diagnostics/place.ts'
import { additionsOf, identityOf, refOf } from '../manifest/edit/objects-to-add.ts'
import { type Change, type Edit, goesFirst } from '../model/change.ts'
import { edited } from '../model/edited.ts'
import type { Translation } from '../translation.ts'
import { type MadeAgain, madeAgain } from './age/made-again.ts'
import { closingFirst, compareRefs } from './closing-first.ts'
import { isSameObject, mergePatched, objectPatch } from './merge-patch.ts'
import { alwaysChanged } from './unit.ts'

type Value = Readonly<Record<string, unknown>>

/** What one step does to objects of a cluster, and what takes it back. */
export interface StepContents {
  /** In the order in which they are made; the way back deletes the last one first. */
  readonly added: readonly { readonly ref: ObjectRef; readonly value: Value }[]
  readonly patched: readonly PatchedObject[]
  /** In the order in which they are deleted: of those about the same the youngest first, so that the one that counts is the last. */
  readonly removed: readonly { readonly ref: ObjectRef; readonly value: Value }[]
  /** How the way back makes them again: the last one first. */
  readonly restored: MadeAgain
  /** Pods that no controller makes: to lose their sidecars they are deleted and made again, as they are after the step, or before it. */
  readonly remade: readonly { readonly ref: ObjectRef; readonly before: Value; readonly after: Value }[]
}

/** An object that changes: as it is before and after, and merge patches there and back. */
export interface PatchedObject {
  readonly ref: ObjectRef
  readonly before: Value
  readonly after: Value
  readonly forward: Value
  readonly back: Value
}

/** The objects of a cluster that has the input, one step after the other. */
export class ClusterObjects {
  readonly #translation: Translation
  readonly #values: Map<string, Value>
  readonly #ages: ReadonlyMap<string, string | undefined>

  constructor(translation: Translation) {
    this.#translation = translation
    this.#ages = new Map(translation.input.objects.map(({ ref, creationTimestamp }) => [identityOf(ref), creationTimestamp]))
    const always = new Map(
      alwaysChanged(translation).flatMap((change) => (change.kind === 'edit' ? [[identityOf(change.target), change.edits]] : [])),
    )
    this.#values = new Map(
      translation.input.objects.map(({ ref, value }) => {
        const edits = always.get(identityOf(ref))
        return [identityOf(ref), edits === undefined ? value : edited(value, edits)]
      }),
    )
  }

  /** Takes the next step; `pods` are those that are made again in it. */
  step(changes: readonly Change[], pods: readonly ObjectRef[]): StepContents {
    const additions = additionsOf(this.#translation.input, changes).map(({ object }) => ({
      ref: refOf(object, '', 0),
      value: withoutUndefined(object as unknown as Value),
    }))
    const replacing = new Set(additions.map(({ ref }) => identityOf(ref)))
    const removed = targetsOf(changes, 'remove').filter((ref) => !replacing.has(identityOf(ref)))
    const changed = targetsOf(changes, 'edit').map((ref) => ({ ref, value: afterEdits(this.#at(ref), changes, ref) }))
    const replaced = additions.filter(({ ref }) => this.#values.has(identityOf(ref)))
    const before = pods.map((ref) => this.#at(ref))
    const restored = { ...this.#madeAgain(removed), ...(changes.some(goesFirst) ? { behind: true } : {}) }
    const contents = {
      added: closingFirst(additions.filter(({ ref }) => !this.#values.has(identityOf(ref)))),
      patched: [...changed, ...replaced].flatMap(({ ref, value }) => this.#patch(ref, value)).sort(byRef),
      removed: restored.rounds
        .flat()
        .filter((one) => !restored.anew.includes(one))
        .reverse(),
      restored,
    }
    for (const { ref, value } of [...changed, ...additions]) this.#values.set(identityOf(ref), value)
    for (const ref of removed) this.#values.delete(identityOf(ref))
    return { ...contents, remade: pods.map((ref, index) => ({ ref, before: before[index]!, after: this.#at(ref) })) }
  }

  #madeAgain(removed: readonly ObjectRef[]): MadeAgain {
    const gone = new Set(removed.map(identityOf))
    const aged = (ref: ObjectRef) => {
      const created = this.#ages.get(identityOf(ref))
      return { ref, value: this.#at(ref), ...(created === undefined ? {} : { created }) }
    }
    const { input, mesh } = this.#translation
    const kinds = new Set(removed.map(({ kind }) => kind))
    const staying = input.objects
      .map(({ ref }) => ref)
      .filter((ref) => kinds.has(ref.kind) && !gone.has(identityOf(ref)) && this.#values.has(identityOf(ref)))
    return madeAgain(closingFirst(removed.map(aged)), staying.map(aged), mesh.settings.clusterDomain)
  }

  #patch(ref: ObjectRef, value: Value): PatchedObject[] {
    const before = this.#at(ref)
    if (isSameObject(before, value)) return []
    const [forward, back] = [objectPatch(before, value), objectPatch(value, before)]
    if (!isSameObject(mergePatched(before, forward), value) || !isSameObject(mergePatched(value, back), before))
      throw new Error(`no merge patch says what changes in ${objectText(ref)}`)
    return [{ ref, before, after: value, forward, back }]
  }

  #at(ref: ObjectRef): Value {
    const value = this.#values.get(identityOf(ref))
    if (value === undefined) throw new Error(`a step changes ${objectText(ref)}, which is not there`)
    return value
  }
}

/** Two steps as one: what the first does comes first, and is taken back last. */
export function oneAfterTheOther(first: StepContents, second: StepContents): StepContents {
  return {
    added: [...first.added, ...second.added],
    patched: [...first.patched, ...second.patched],
    removed: [...first.removed, ...second.removed],
    restored: {
      rounds: [...second.restored.rounds, ...first.restored.rounds],
      anew: [...second.restored.anew, ...first.restored.anew],
      unclear: [...second.restored.unclear, ...first.restored.unclear],
      ...(first.restored.behind || second.restored.behind ? { behind: true } : {}),
    },
    remade: [...first.remade, ...second.remade],
  }
}

/** The objects that edits or removals name, each once. */
function targetsOf(changes: readonly Change[], kind: 'edit' | 'remove'): ObjectRef[] {
  const targets = changes.flatMap((change) => (change.kind === kind ? [change.target] : []))
  return [...new Map(targets.map((ref) => [identityOf(ref), ref])).values()]
}

function editsOf(changes: readonly Change[], ref: ObjectRef): readonly Edit[] {
  return changes.flatMap((change) => (change.kind === 'edit' && identityOf(change.target) === identityOf(ref) ? change.edits : []))
}

function afterEdits(value: Value, changes: readonly Change[], ref: ObjectRef): Value {
  return edited(value, editsOf(changes, ref))
}

function withoutUndefined(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined))
}

function byRef(a: { readonly ref: ObjectRef }, b: { readonly ref: ObjectRef }): number {
  return compareRefs(a.ref, b.ref)
}
