import { targets } from '../translators/index.ts'
import { objectKey } from './account/fates.ts'
import { type AcceptedInput, acceptedAgain } from './definitions/accepted-input.ts'
import { emittedBesideCarriers } from './definitions/emitted-beside-carriers.ts'
import type { ObjectRef } from './diagnostics/place.ts'
import { mayChangeOthers } from './manifest/carriers/carried-input.ts'
import { everyDefinition } from './manifest/copies.ts'
import { loadManifests } from './manifest/load.ts'
import type { Emission, MovedObjects } from './model/change.ts'
import { type Assumption, type EmitOptions, newerThanKnown, type TargetVersions } from './model/dialect.ts'
import type { Mesh } from './model/mesh.ts'
import type { SourceObject } from './model/object.ts'
import { PartsMemory } from './model/parts-memory.ts'
import { readMesh } from './read-mesh.ts'
import type { Translation } from './translation.ts'

/** What a translation is asked again with: what the user would vouch for, and what the input would have or not have. */
export interface Supposition {
  readonly assume?: readonly Assumption[]
  /** Objects by their key (`objectKey`). */
  readonly without?: ReadonlySet<string>
  /** Namespaces that the input would show with `istio-injection: enabled`. */
  readonly injected?: readonly string[]
  /** Releases that would be installed in place of those that were asked for. */
  readonly versions?: Partial<TargetVersions>
}

/**
 * What the target would make of the same input if the supposition were true. The input is not parsed, printed or compared again: for the same
 * input, `translate` with these assumptions and releases, or of the files without these objects and with these Namespaces, has the same `emission.moves`.
 */
export function emissionIf(translation: Translation, supposition: Supposition): Emission {
  const asking = askingFor(translation, supposition)
  if (asking === undefined) return nothing
  const { key, options } = asking
  // What is supposed is so already: a fact that was vouched for, or one that is about newer releases only.
  if (translation.emission.moves !== undefined && key === askingFor(translation, {})?.key) return translation.emission
  return remembered(emissions, translation, key, () => {
    const [first, ...others] = meshesIf(translation, asking)
    const carriers = { objects: objectsIf(translation, supposition), values: translation.input.values }
    return emittedBesideCarriers(targets[translation.target], [first!, ...others], options, carriers)
  })
}

/** What moves if a supposition is true: `moves.objects` of its emission, which is not made where the target says it without. */
export function movesIf(translation: Translation, supposition: Supposition): readonly ObjectRef[] {
  return movesBeyond(translation, supposition, 0) ?? []
}

/** The same where more than so many objects move; undefined where no more do, which is mostly known sooner than what moves. */
export function movesBeyond(translation: Translation, supposition: Supposition, count: number): readonly ObjectRef[] | undefined {
  const asking = askingFor(translation, supposition)
  if (asking === undefined) return undefined
  const { key, options } = asking
  const target = targets[translation.target]
  const known = emissions.kept.get(translation)?.get(key)?.moves ?? movesKnown.kept.get(translation)?.get(key)
  if (known === undefined && target.movesBeyond !== undefined) {
    const [first, ...others] = meshesIf(translation, asking)
    // Second definitions, and what changes the output on its way, are held by what is written.
    const isAlone = others.length === 0 && first!.unread.every(({ either }) => either === undefined)
    if (isAlone && !objectsIf(translation, supposition).some(mayChangeOthers)) {
      if (count >= (movesAtMost.kept.get(translation)?.get(key) ?? Number.POSITIVE_INFINITY)) return undefined
      const moves = target.movesBeyond(first!, options, count)
      if (moves !== undefined) return remembered(movesKnown, translation, key, () => moves).objects
      movesAtMost.kept.get(translation)?.delete(key)
      remembered(movesAtMost, translation, key, () => count)
      return undefined
    }
  }
  const { objects = [] } = known ?? emissionIf(translation, supposition).moves ?? {}
  return objects.length > count ? objects : undefined
}

/** How a target is asked for a supposition; undefined where it would write nothing for releases that are not known. */
function askingFor(translation: Translation, supposition: Supposition): Asking | undefined {
  const { without, injected = [], versions = {} } = supposition
  const asked = { ...translation.options.versions, ...versions }
  const assume = [...new Set([...translation.options.assume, ...(supposition.assume ?? [])])].sort()
  if (newerThanKnown(asked, assume).length > 0) return undefined
  // What is said of releases that are newer than those known here is true of every other one.
  const options: EmitOptions = {
    ...translation.options,
    versions: asked,
    assume: newerThanKnown(asked, []).length > 0 ? assume : assume.filter((one) => one !== 'newest-known'),
  }
  const key = JSON.stringify([options.assume, options.versions, [...injected].sort(), [...(without ?? [])].sort()])
  return { key, options, without, injected, versions, assume }
}

interface Asking extends Changed {
  readonly key: string
  readonly options: EmitOptions
}

const nothing: Emission = { changes: [], diagnostics: [] }

/** Where objects stand that may change others, under a supposition. */
function objectsIf({ input, invalid }: Translation, { without }: Supposition): readonly SourceObject[] {
  const all = [...everyDefinition(input), ...invalid]
  return without === undefined ? all : all.filter(({ ref }) => !without.has(objectKey(ref)))
}

/** One supposition is asked for several times in a row: alone, as the best one, and with all others. */
const emissions: Memory<Emission> = { kept: new WeakMap(), atMost: () => 16 }

/** How many objects move at most, where no more were asked for. */
const movesAtMost: Memory<number> = { kept: new WeakMap(), atMost: () => 64 }

const movesKnown: Memory<MovedObjects> = { kept: new WeakMap(), atMost: () => 64 }

/** Objects of meshes that are kept at a time: what is worked out for a mesh of 1,000 resources takes some ten MB. */
const meshObjects = 20_000

/**
 * What the input would be is asked for with one assumption after the other, and once more beside the best decision. What is worked out for a mesh is
 * kept with it.
 */
const meshes: Memory<readonly Mesh[]> = {
  kept: new WeakMap(),
  atMost: ({ input }) => Math.max(3, Math.min(16, Math.floor(meshObjects / input.objects.length))),
}

/** The meshes that the input may mean, as it was read: what is worked out for them is shared by all suppositions that leave them as they are. */
const asRead: Memory<readonly Mesh[]> = { kept: new WeakMap(), atMost: () => 1 }

/** The input as clusters with some releases take it: releases are asked for one after the other, with other suppositions in between. */
const accepting: Memory<AcceptedInput> = { kept: new WeakMap(), atMost: () => 3 }

/** Answers by what was asked, those of the last questions. */
interface Memory<Answer> {
  readonly kept: WeakMap<Translation, Map<string, Answer>>
  readonly atMost: (translation: Translation) => number
}

function remembered<Answer>({ kept, atMost }: Memory<Answer>, translation: Translation, key: string, ask: () => Answer): Answer {
  const found = kept.get(translation) ?? new Map<string, Answer>()
  kept.set(translation, found)
  const known = found.get(key)
  const answer = known ?? ask()
  found.delete(key)
  if (found.size === atMost(translation)) found.delete(found.keys().next().value!)
  found.set(key, answer)
  return answer
}

/** What of a supposition decides about how the input is read. */
interface Changed {
  readonly without: ReadonlySet<string> | undefined
  readonly injected: readonly string[]
  readonly versions: Partial<TargetVersions>
  /** One of them says what Namespaces that the input lacks are. */
  readonly assume: readonly Assumption[]
}

function meshesIf(translation: Translation, { without, injected, versions, assume }: Changed): readonly Mesh[] {
  const was = translation.options.versions
  const asked = { ...was, ...versions }
  const accepted = remembered(accepting, translation, JSON.stringify(asked), () =>
    acceptedAgain(translation.given, translation, was, asked),
  )
  const byRelease = accepted !== translation || asksFor(translation, versions)
  const namespacesInjected =
    assume.includes('namespaces-injected') && targets[translation.target].assumptions.includes('namespaces-injected')
  const isAsRead = namespacesInjected === translation.input.namespacesInjected
  if (without === undefined && injected.length === 0 && !byRelease && isAsRead)
    return remembered(asRead, translation, '', () => {
      const [, ...others] = translation.meanings
      const accepted = { ...translation, parts: partsOf(translation) }
      return [translation.mesh, ...others.map((objects) => meshOf(accepted, objects, translation.invalid, was))]
    })
  const key = JSON.stringify([byRelease ? asked : {}, namespacesInjected, [...injected].sort(), [...(without ?? [])].sort()])
  return remembered(meshes, translation, key, () => {
    const shown = namespacesOnSidecars(injected)
    const left = (objects: readonly SourceObject[]): readonly SourceObject[] =>
      without === undefined ? objects : objects.filter(({ ref }) => !without.has(objectKey(ref)))
    return accepted.meanings.map((objects) =>
      meshOf(
        { ...accepted, input: { ...accepted.input, namespacesInjected }, parts: partsOf(translation) },
        [...shown, ...left(objects)],
        left(accepted.invalid),
        byRelease ? asked : was,
      ),
    )
  })
}

function meshOf(
  { input, unread, findings, parts }: AcceptedInput & { readonly parts: PartsMemory },
  objects: readonly SourceObject[],
  invalid: readonly SourceObject[],
  versions: TargetVersions,
): Mesh {
  return readMesh({ ...input, objects, parts }, invalid, [...findings], unread, versions)
}

/** What the objects of the input added to the mesh: the input is read once more where the translation has not kept it. */
function partsOf(translation: Translation): PartsMemory {
  const known = translation.parts ?? partsRead.get(translation)
  if (known !== undefined) return known
  const parts = new PartsMemory()
  meshOf({ ...translation, parts }, translation.input.objects, translation.invalid, translation.options.versions)
  partsRead.set(translation, parts)
  return parts
}

const partsRead = new WeakMap<Translation, PartsMemory>()

/** Whether reading the input depends on one of some releases. */
function asksFor(translation: Translation, versions: Partial<TargetVersions>): boolean {
  const parts = partsOf(translation)
  return (Object.keys(versions) as (keyof TargetVersions)[]).some((project) => parts.releasesAsked.has(project))
}

function namespacesOnSidecars(names: readonly string[]): readonly SourceObject[] {
  if (names.length === 0) return []
  const text = names
    .map((name) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${JSON.stringify(name)}\n  labels:\n    istio-injection: enabled\n`)
    .join('---\n')
  return loadManifests([{ path: 'namespaces.yaml', text }]).objects
}
