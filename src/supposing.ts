import { targets } from '../translators/index.ts'
import { objectKey } from './account/fates.ts'
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
 * input, `translate` with these assumptions, or of the files without these objects and with these Namespaces, has the same `emission.moves`.
 */
export function emissionIf(translation: Translation, supposition: Supposition): Emission {
  const { without, injected = [], versions = {} } = supposition
  const found = emissions.get(translation) ?? new Map<string, Emission>()
  emissions.set(translation, found)
  const options: EmitOptions = {
    ...translation.options,
    versions: { ...translation.options.versions, ...versions },
    assume: [...new Set([...translation.options.assume, ...(supposition.assume ?? [])])].sort(),
  }
  if (newerThanKnown(options.versions, options.assume).length > 0) return { changes: [], diagnostics: [] }
  const key = JSON.stringify([options.assume, options.versions, [...injected].sort(), [...(without ?? [])].sort()])
  const known = found.get(key)
  if (known !== undefined) return known
  const [first, ...others] =
    without === undefined && injected.length === 0 && !asksFor(translation, versions)
      ? asRead(translation)
      : readAgain(translation, supposition, options.versions)
  const { input, invalid } = translation
  const objects = [...everyDefinition(input), ...invalid].filter(({ ref }) => without?.has(objectKey(ref)) !== true)
  const emission = emittedBesideCarriers(targets[translation.target], [first!, ...others], options, { objects, values: input.values })
  if (found.size === keptAtMost) found.delete(found.keys().next().value!)
  found.set(key, emission)
  return emission
}

/** One supposition is asked for several times in a row: alone, as the best one, and with all others. */
const emissions = new WeakMap<Translation, Map<string, Emission>>()

const keptAtMost = 16

/** The meshes that the input may mean, as it was read: what is worked out for them is shared by all suppositions that leave them as they are. */
function asRead(translation: Translation): readonly Mesh[] {
  const known = meshesAsRead.get(translation)
  if (known !== undefined) return known
  const [, ...others] = translation.meanings
  const { input, invalid, unread, options } = translation
  const meshes = [translation.mesh, ...others.map((objects) => readMesh({ ...input, objects }, invalid, [], unread, options.versions))]
  meshesAsRead.set(translation, meshes)
  return meshes
}

const meshesAsRead = new WeakMap<Translation, readonly Mesh[]>()

function readAgain({ input, invalid, meanings, unread }: Translation, supposition: Supposition, versions: TargetVersions): readonly Mesh[] {
  const { without, injected = [] } = supposition
  const shown = namespacesOnSidecars(injected)
  const left = (objects: readonly SourceObject[]): readonly SourceObject[] =>
    without === undefined ? objects : objects.filter(({ ref }) => !without.has(objectKey(ref)))
  return meanings.map((objects) => readMesh({ ...input, objects: [...shown, ...left(objects)] }, left(invalid), [], unread, versions))
}

/** Whether reading the input depends on one of some releases: most inputs mean the same to all of them. */
function asksFor(translation: Translation, versions: Partial<TargetVersions>): boolean {
  const changed = Object.keys(versions)
  if (changed.length === 0) return false
  const known = asked.get(translation) ?? new Set<string>()
  if (!asked.has(translation)) {
    asked.set(translation, known)
    readAgain(translation, {}, noting(translation.options.versions, known))
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
