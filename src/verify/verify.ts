import { targets } from '../../translators/index.ts'
import { catalogue } from '../diagnostics/catalogue.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { objectText } from '../diagnostics/place.ts'
import type { InputFile } from '../manifest/input-file.ts'
import { ReadMemory } from '../manifest/read-memory.ts'
import { type Assumption, defaultOptions, type TargetVersions } from '../model/dialect.ts'
import type { Mesh } from '../model/mesh.ts'
import type { SourceObject } from '../model/object.ts'
import { withRoutesOnNodes } from '../resolve/routes/node-routes.ts'
import { newerVersions, readManifests } from '../translate.ts'
import type { Translation } from '../translation.ts'
import { announcementsOf } from './announced/announcements.ts'
import { asCompared } from './as-compared.ts'
import { type CompareOptions, compareMeshes } from './compare.ts'
import type { Comparison } from './comparison.ts'
import { unreachedDestinations } from './reach/unreached-destinations.ts'

/** The mesh that a translation's output describes, read back from its text. */
export function readBack(translation: Translation): Mesh {
  return readOutput(translation).mesh
}

/** What the text of an output is read as. */
export interface OutputRead {
  readonly mesh: Mesh
  readonly objects: readonly SourceObject[]
}

/** The same with the objects of the text. */
export function readOutput(translation: Translation): OutputRead {
  const files = translation.output.files.flatMap(({ path, text, before, status }): InputFile[] =>
    status === 'removed' ? [] : [{ path, text: text ?? before ?? '' }],
  )
  return readFiles(files, translation)
}

/** The mesh that files describe in the place of a translation's output. */
export function readAsOutput(files: readonly InputFile[], translation: Translation): Mesh {
  return readFiles(files, translation).mesh
}

function readFiles(files: readonly InputFile[], translation: Translation): OutputRead {
  const { target, input, memory, defaultNamespace, options, emission } = translation
  const { objects: cluster, namespacesInjected, unreadFiles } = input
  const { versions } = options
  const read = readManifests([...files, ...unreadFiles], { defaultNamespace, cluster, namespacesInjected, versions, memory })
  const follows = targets[target].routesOnNodes && emission.routesOffNodes !== true
  return { mesh: follows ? withRoutesOnNodes(read.mesh) : read.mesh, objects: read.objects }
}

/**
 * Checks a translation: reads back what it would write and compares what both meshes decide. The emitter is not trusted; only its findings
 * are used, to tell differences that were announced from those that were not.
 */
export function verifyTranslation(translation: Translation): Comparison {
  return compareMeshes(translation.mesh, readBack(translation), compareOptionsOf(translation))
}

/** The two meshes of a translation as they are compared, under what the user vouches for. */
export function comparedMeshes(translation: Translation): readonly [before: Mesh, after: Mesh] {
  return asCompared(translation.mesh, readBack(translation), compareOptionsOf(translation))
}

/** Findings that something is checked at the nodes of clients alone. */
const failsOpen: ReadonlySet<string> = new Set(
  [catalogue.ciliumFailsOpen, catalogue.ciliumAuthorizerFailsOpen, catalogue.ciliumLimitsFailOpen].map(({ code }) => code),
)

/** What is known about a translation beside its two meshes: what was announced, and what may be taken for granted. */
export function compareOptionsOf(translation: Translation): CompareOptions {
  const failing = translation.diagnostics.filter(({ code }) => failsOpen.has(code))
  const checked = failing.flatMap(({ place }) => (place === undefined ? [] : [objectText(place.object)]))
  return {
    announcements: announcementsOf(translation),
    assume: translation.options.assume,
    byLabels: targets[translation.target].identity === 'labels',
    labelsTell: true,
    ...(translation.options.regexSize === undefined ? {} : { regexSize: translation.options.regexSize }),
    ...(checked.length === 0 ? {} : { checkedAtNodes: new Set(checked) }),
  }
}

export interface SetsOptions {
  readonly defaultNamespace?: string
  readonly assume?: readonly Assumption[]
  /** Instructions that the Envoys of nodes take for one pattern, where that is not their default of 100. */
  readonly regexSize?: number
  /** What is installed on both sides; versions that are not given are the defaults. */
  readonly versions?: Partial<TargetVersions>
}

/** Two meshes to compare, and what is taken for granted of them. */
export interface ReadSets {
  readonly before: Mesh
  readonly after: Mesh
  readonly options: CompareOptions
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads two sets of manifests, whatever wrote them. */
export function readSets(before: readonly InputFile[], after: readonly InputFile[], options: SetsOptions = {}): ReadSets {
  const versions = { ...defaultOptions.versions, ...options.versions }
  const { defaultNamespace, assume, regexSize } = options
  const namespacesInjected = assume?.includes('namespaces-injected') === true
  // Most documents of a review are the same on both sides: these are parsed and validated once.
  const reading = { defaultNamespace, namespacesInjected, versions, memory: new ReadMemory() }
  const was = readManifests(before, reading)
  const is = readManifests(after, { ...reading, cluster: was.objects })
  const byLabels = assume?.includes('pods-had-sidecars') === true
  // Under `sidecars-removed` any policy decides who keeps a sidecar, and by labels any may decide who is reached.
  const unreached = byLabels || assume?.includes('sidecars-removed') === true ? undefined : unreachedDestinations(was, is)
  return {
    before: was.mesh,
    after: is.mesh,
    options: {
      ...(assume === undefined ? {} : { assume }),
      ...(byLabels ? { byLabels } : {}),
      ...(regexSize === undefined ? {} : { regexSize }),
      ...(unreached === undefined ? {} : { unreached }),
    },
    diagnostics: [...newerVersions(versions, assume ?? []), ...was.diagnostics, ...is.diagnostics],
  }
}

/** Compares two sets of manifests. */
export function compareManifests(
  before: readonly InputFile[],
  after: readonly InputFile[],
  options: SetsOptions = {},
): Omit<ReadSets, 'options'> & { readonly comparison: Comparison } {
  const { options: taken, ...sets } = readSets(before, after, options)
  return { comparison: compareMeshes(sets.before, sets.after, taken), ...sets }
}
