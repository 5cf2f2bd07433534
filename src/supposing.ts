import { targets } from '../translators/index.ts'
import { objectKey } from './account/fates.ts'
import { type AcceptedInput, acceptedAgain } from './definitions/accepted-input.ts'
import { emittedBesideCarriers } from './definitions/emitted-beside-carriers.ts'
import { everyDefinition } from './manifest/copies.ts'
import { loadManifests } from './manifest/load.ts'
import type { Emission } from './model/change.ts'
import { type Assumption, type EmitOptions, newerThanKnown, type TargetVersions } from './model/dialect.ts'
import type { Mesh } from './model/mesh.ts'
import type { SourceObject } from './model/object.ts'
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
  const { without, injected = [], versions = {} } = supposition
  const asked = { ...translation.options.versions, ...versions }
  const assume = [...new Set([...translation.options.assume, ...(supposition.assume ?? [])])].sort()
  if (newerThanKnown(asked, assume).length > 0) return { changes: [], diagnostics: [] }
  // What is said of releases that are newer than those known here is true of every other one.
  const options: EmitOptions = {
    ...translation.options,
    versions: asked,
    assume: newerThanKnown(asked, []).length > 0 ? assume : assume.filter((one) => one !== 'newest-known'),
  }
  const key = JSON.stringify([options.assume, options.versions, [...injected].sort(), [...(without ?? [])].sort()])
  return remembered(emissions, translation, key, () => {
    const [first, ...others] = meshesIf(translation, { without, injected, versions, assume })
    const { input, invalid } = translation
    const objects = [...everyDefinition(input), ...invalid].filter(({ ref }) => without?.has(objectKey(ref)) !== true)
    return emittedBesideCarriers(targets[translation.target], [first!, ...others], options, { objects, values: input.values })
  })
}

/** One supposition is asked for several times in a row: alone, as the best one, and with all others. */
const emissions: Memory<Emission> = { kept: new WeakMap(), atMost: 16 }

/** What the input would be is asked for with one assumption after the other. What is worked out for a mesh is kept with it. */
const meshes: Memory<readonly Mesh[]> = { kept: new WeakMap(), atMost: 3 }

/** The meshes that the input may mean, as it was read: what is worked out for them is shared by all suppositions that leave them as they are. */
const asRead: Memory<readonly Mesh[]> = { kept: new WeakMap(), atMost: 1 }

/** The input as clusters with some releases take it: releases are asked for one after the other, with other suppositions in between. */
const accepting: Memory<AcceptedInput> = { kept: new WeakMap(), atMost: 3 }

/** Answers by what was asked, those of the last questions. */
interface Memory<Answer> {
  readonly kept: WeakMap<Translation, Map<string, Answer>>
  readonly atMost: number
}

function remembered<Answer>({ kept, atMost }: Memory<Answer>, translation: Translation, key: string, ask: () => Answer): Answer {
  const found = kept.get(translation) ?? new Map<string, Answer>()
  kept.set(translation, found)
  const known = found.get(key)
  const answer = known ?? ask()
  found.delete(key)
  if (found.size === atMost) found.delete(found.keys().next().value!)
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
      return [translation.mesh, ...others.map((objects) => meshOf(translation, objects, translation.invalid, was))]
    })
  const key = JSON.stringify([byRelease ? asked : {}, namespacesInjected, [...injected].sort(), [...(without ?? [])].sort()])
  return remembered(meshes, translation, key, () => {
    const shown = namespacesOnSidecars(injected)
    const left = (objects: readonly SourceObject[]): readonly SourceObject[] =>
      without === undefined ? objects : objects.filter(({ ref }) => !without.has(objectKey(ref)))
    return accepted.meanings.map((objects) =>
      meshOf(
        { ...accepted, input: { ...accepted.input, namespacesInjected } },
        [...shown, ...left(objects)],
        left(accepted.invalid),
        byRelease ? asked : was,
      ),
    )
  })
}

function meshOf(
  { input, unread, findings }: AcceptedInput,
  objects: readonly SourceObject[],
  invalid: readonly SourceObject[],
  versions: TargetVersions,
): Mesh {
  return readMesh({ ...input, objects }, invalid, [...findings], unread, versions)
}

/** Whether reading the input depends on one of some releases: most inputs mean the same to all of them. */
function asksFor(translation: Translation, versions: Partial<TargetVersions>): boolean {
  const changed = Object.keys(versions)
  if (changed.length === 0) return false
  const known = asked.get(translation) ?? new Set<string>()
  if (!asked.has(translation)) {
    asked.set(translation, known)
    const noted = noting(translation.options.versions, known)
    for (const objects of translation.meanings) meshOf(translation, objects, translation.invalid, noted)
  }
  return changed.some((project) => known.has(project))
}

const asked = new WeakMap<Translation, Set<string>>()

/** The same releases; which of them were asked for is added to a set. */
function noting(versions: TargetVersions, into: Set<string>): TargetVersions {
  return new Proxy(versions, {
    get: (of, project) => {
      into.add(String(project))
      return of[project as keyof TargetVersions]
    },
  })
}

function namespacesOnSidecars(names: readonly string[]): readonly SourceObject[] {
  if (names.length === 0) return []
  const text = names
    .map((name) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${JSON.stringify(name)}\n  labels:\n    istio-injection: enabled\n`)
    .join('---\n')
  return loadManifests([{ path: 'namespaces.yaml', text }]).objects
}
