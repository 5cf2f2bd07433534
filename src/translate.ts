import { targets } from '../translators/index.ts'
import { fatesOf, objectKey, refusedFates } from './account/fates.ts'
import { validateEmitted } from './crd/validate.ts'
import { acceptedInput } from './definitions/accepted-input.ts'
import { type Carriers, emittedBesideCarriers } from './definitions/emitted-beside-carriers.ts'
import { catalogue } from './diagnostics/catalogue.ts'
import { type Diagnostic, diagnose, sortDiagnostics } from './diagnostics/diagnostic.ts'
import { objectText, type Place } from './diagnostics/place.ts'
import { OutOfRoomError, room } from './diagnostics/room.ts'
import { everyDefinition } from './manifest/copies.ts'
import { applyChanges } from './manifest/edit/apply.ts'
import { isLive, keptByCluster, withoutServerFields } from './manifest/edit/live-objects.ts'
import { madeAnew } from './manifest/edit/made-anew.ts'
import type { InputFile } from './manifest/input-file.ts'
import { kustomizeUnread } from './manifest/kustomization/unread.ts'
import { loadManifests } from './manifest/load.ts'
import type { ManifestSet } from './manifest/manifest-set.ts'
import type { OutputTree } from './manifest/output-tree.ts'
import { ReadMemory } from './manifest/read-memory.ts'
import type { Edit, Emission } from './model/change.ts'
import { type Assumption, defaultOptions, type EmitOptions, newerThanKnown, type Target, type TargetVersions } from './model/dialect.ts'
import { edited } from './model/edited.ts'
import type { Mesh } from './model/mesh.ts'
import type { KubernetesObject, SourceObject } from './model/object.ts'
import { PartsMemory } from './model/parts-memory.ts'
import { readMesh } from './read-mesh.ts'
import { fieldsThatApplyLeaves } from './rollout/adoption.ts'
import { reconciledChanges } from './rollout/reconciled.ts'
import type { Translation, TranslationRequest } from './translation.ts'

/**
 * Translates manifests for a target: reads, validates, models, emits, checks what was emitted, and accounts for every document and leaf.
 * Pure: it touches no file system and no clock. Problems of the input are diagnostics, never exceptions.
 */
export function translate(files: readonly InputFile[], request: TranslationRequest): Translation {
  const options: EmitOptions = { ...defaultOptions, ...request.options }
  const target = targets[request.target]
  const namespacesInjected = target.assumptions.includes('namespaces-injected') && options.assume.includes('namespaces-injected')
  const memory = new ReadMemory()
  const set = loadManifests(files, {
    namespacesInjected,
    memory,
    ...(request.defaultNamespace === undefined ? {} : { defaultNamespace: request.defaultNamespace }),
  })
  const kustomize = kustomizeUnread(set.kustomize, everyDefinition(set), request.builds ?? new Map())
  const given = { set, kustomize }
  const accepted = acceptedInput(given, options.versions, memory)
  const { input, invalid, meanings, unread, findings } = accepted
  const diagnostics: Diagnostic[] = [...set.diagnostics, ...findings, ...serverFieldsLeftOut(input.objects)]
  const parts = request.supposing === true ? new PartsMemory() : undefined
  const mesh = readMesh({ ...input, parts }, invalid, diagnostics, unread, options.versions)
  const others = meanings
    .slice(1)
    .map((objects) => readMesh({ ...input, objects, parts }, invalid, [...findings], unread, options.versions))
  const newer = newerVersions(options.versions, options.assume)
  diagnostics.push(...newer)
  const carriers = { objects: [...everyDefinition(input), ...invalid], values: input.values }
  const { emission, output } =
    newer.length > 0 ? nothingWritten(input) : write(target, { meshes: [mesh, ...others], carriers }, input, options, diagnostics)
  const { fates, missing } = fatesOf(input.objects, target.fates, diagnostics)
  const unusable = refusedFates(invalid, target.fates, diagnostics)
  return {
    target: request.target,
    options,
    ...(request.defaultNamespace === undefined ? {} : { defaultNamespace: request.defaultNamespace }),
    given,
    memory,
    ...(parts === undefined ? {} : { parts }),
    ...accepted,
    mesh,
    emission,
    output,
    fates: [...fates, ...unusable],
    diagnostics: sortDiagnostics([...diagnostics, ...missing]),
  }
}

/** How `readManifests` reads. */
export interface ReadOptions {
  /** The namespace of objects that name none; `default` where it is not given. */
  readonly defaultNamespace?: string | undefined
  /** Objects of the cluster to which the manifests are applied: what only the API server says of them (age, status) stays, and their pods are made anew. */
  readonly cluster?: readonly SourceObject[]
  /** Whether sidecars are injected into namespaces whose Namespace object is not among the manifests; false where it is not given. */
  readonly namespacesInjected?: boolean
  /** What the cluster has installed; versions that are not given are the defaults. */
  readonly versions?: Partial<TargetVersions>
  /** What reading the other side of a comparison left, with the same versions. */
  readonly memory?: ReadMemory
}

/** Reads manifests into the model without translating them. Problems of the input are diagnostics. */
export function readManifests(
  files: readonly InputFile[],
  { defaultNamespace, cluster = [], namespacesInjected = false, versions: given = {}, memory }: ReadOptions = {},
): { mesh: Mesh; diagnostics: Diagnostic[]; objects: readonly SourceObject[] } {
  const versions = { ...defaultOptions.versions, ...given }
  const read = loadManifests(files, { namespacesInjected, memory, ...(defaultNamespace === undefined ? {} : { defaultNamespace }) })
  const loaded = { ...read, objects: madeAnew(cluster)(keptByCluster(cluster)(read.objects)) }
  const kustomize = kustomizeUnread(loaded.kustomize, everyDefinition(loaded), new Map())
  const { input, invalid, unread, findings } = acceptedInput({ set: loaded, kustomize }, versions, memory)
  const diagnostics: Diagnostic[] = [...loaded.diagnostics, ...findings]
  const mesh = readMesh(input, invalid, diagnostics, unread, versions)
  return { mesh, diagnostics: sortDiagnostics(diagnostics), objects: loaded.objects }
}

/** One finding for all objects that come from a live cluster. */
function serverFieldsLeftOut(objects: readonly SourceObject[]): Diagnostic[] {
  const live = objects.filter(isLive)
  return live.length === 0 ? [] : [diagnose(catalogue.serverFieldsLeftOut, live[0]!.place.field('metadata'), { count: live.length })]
}

/**
 * Emits, checks, and applies. When any of that fails, every change is withheld: half a translation, or one with an object that no API
 * server takes, could open what the missing half was meant to close.
 */
function write(
  target: Target,
  { meshes, carriers }: { readonly meshes: readonly [Mesh, ...Mesh[]]; readonly carriers: Carriers },
  input: ManifestSet,
  options: EmitOptions,
  diagnostics: Diagnostic[],
): { emission: Emission; output: OutputTree } {
  try {
    const emission = emittedBesideCarriers(target, meshes, options, carriers)
    // One by one: large meshes have more findings than a call takes arguments.
    for (const diagnostic of emission.diagnostics) diagnostics.push(diagnostic)
    const problems = problemsOf(emission, input, options)
    const changes = [...emission.changes, ...withoutServerFields(input.objects)]
    if (problems.length === 0) {
      diagnostics.push(...fieldsThatApplyLeaves(input.objects, emission.changes), ...reconciledChanges(input.objects, emission.changes))
      return { emission, output: applyChanges(input, changes, { label: target.name }) }
    }
    for (const problem of problems) diagnostics.push(problem)
  } catch (error) {
    if (error instanceof OutOfRoomError) throw error
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    diagnostics.push(diagnose(catalogue.stageFailed, undefined, { stage: `writing ${target.name}`, message }))
  }
  return nothingWritten(input)
}

function nothingWritten(input: ManifestSet): { emission: Emission; output: OutputTree } {
  return { emission: { changes: [], diagnostics: [] }, output: applyChanges(input, []) }
}

/** What is known of older releases may not hold for newer ones. */
export function newerVersions(versions: TargetVersions, assume: readonly Assumption[]): Diagnostic[] {
  return newerThanKnown(versions, assume).map((newer) => diagnose(catalogue.newerThanKnown, undefined, newer))
}

/** The emitter is not trusted: everything that it writes or edits is held against the schemas of the target. */
function problemsOf(emission: Emission, input: ManifestSet, options: EmitOptions): Diagnostic[] {
  const edits = new Map<string, Edit[]>()
  const problems: Diagnostic[] = []
  const faultsOf = (object: KubernetesObject): string[] => validateEmitted(object, options.versions)
  const report = ({ kind, metadata }: KubernetesObject, faults: readonly string[], cause: Place | undefined): void => {
    const { name, namespace = '' } = metadata
    for (const problem of faults)
      problems.push(diagnose(catalogue.emittedInvalid, cause, { object: objectText({ kind, name, namespace }), problem }))
  }
  for (const change of emission.changes) {
    if (change.kind === 'add') report(change.object, faultsOf(change.object), change.causes[0])
    if (change.kind !== 'edit') continue
    const key = objectKey(change.target)
    const known = edits.get(key)
    if (known === undefined) edits.set(key, [...change.edits])
    else known.push(...change.edits)
  }
  if (edits.size > 0)
    for (const object of input.objects) {
      room()
      const own = edits.get(objectKey(object.ref))
      if (own === undefined) continue
      const written = edited(object.value, own) as unknown as KubernetesObject
      const faults = faultsOf(written)
      // An object that the target does not take as it is in the input is not the emitter's fault.
      if (faults.length > 0 && faultsOf(object.value as unknown as KubernetesObject).length === 0) report(written, faults, object.place)
    }
  return problems
}
