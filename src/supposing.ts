import { targets } from '../translators/index.ts'
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
  readonly without?: (object: SourceObject) => boolean
  /** Namespaces that the input would show with `istio-injection: enabled`. */
  readonly injected?: readonly string[]
  /** Releases that would be installed in place of those that were asked for. */
  readonly versions?: Partial<TargetVersions>
}

/**
 * What the target would make of the same input if the supposition were true. The input is not parsed, printed or compared again: for the same
 * input, `translate` with these assumptions, or of the files without these objects and with these Namespaces, has the same `emission.moves`.
 */
export function emissionIf(translation: Translation, { assume = [], without, injected = [], versions = {} }: Supposition): Emission {
  const { input, invalid, meanings, unread, mesh } = translation
  const options: EmitOptions = {
    ...translation.options,
    versions: { ...translation.options.versions, ...versions },
    assume: [...new Set([...translation.options.assume, ...assume])].sort(),
  }
  if (newerThanKnown(options.versions, options.assume).length > 0) return { changes: [], diagnostics: [] }
  const shown = namespacesOnSidecars(injected)
  const left = (objects: readonly SourceObject[]): readonly SourceObject[] =>
    without === undefined ? objects : objects.filter((object) => !without(object))
  const read = (objects: readonly SourceObject[]): Mesh =>
    readMesh({ ...input, objects: [...shown, ...left(objects)] }, left(invalid), [], unread, options.versions)
  const first = without === undefined && shown.length === 0 && Object.keys(versions).length === 0 ? mesh : read(meanings[0]!)
  return targets[translation.target].emit(first, options, meanings.slice(1).map(read))
}

function namespacesOnSidecars(names: readonly string[]): readonly SourceObject[] {
  if (names.length === 0) return []
  const text = names
    .map((name) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${JSON.stringify(name)}\n  labels:\n    istio-injection: enabled\n`)
    .join('---\n')
  return loadManifests([{ path: 'namespaces.yaml', text }]).objects
}
