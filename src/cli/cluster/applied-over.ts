import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import { compareText, type ObjectRef, objectText } from '../../diagnostics/place.ts'
import { applyChanges } from '../../manifest/edit/apply.ts'
import { lastAppliedKey } from '../../manifest/edit/live-objects.ts'
import { identityOf } from '../../manifest/edit/objects-to-add.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import { loadManifests } from '../../manifest/load.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import type { OutputFile } from '../../manifest/output-tree.ts'
import { groupOf } from '../../model/api-group.ts'
import type { Change, Edit } from '../../model/change.ts'
import type { Json, SourceObject } from '../../model/object.ts'
import { ownValue } from '../../model/own-value.ts'
import { isOwnedByApply } from '../../rollout/managed-fields.ts'
import { editsToLive, type LastApplied } from './as-in-cluster.ts'
import { asWritten, type LiveFile, liveRef } from './live-files.ts'

/** Manifests as they are applied to a cluster. */
export interface AppliedOver {
  /** What the cluster has then: the manifests, and the files of what they do not have, which applying leaves. */
  readonly after: readonly InputFile[]
  /** The files of the manifests, each with what the cluster has of it before. */
  readonly files: readonly OutputFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What was read of a cluster. */
export interface LiveObjects {
  readonly live: readonly LiveFile[]
  /** Kinds that could not be read. */
  readonly unread: readonly InputFile[]
  /** Whether an object would have been read, were it there. */
  wasAsked(ref: ObjectRef): boolean
}

/** What applying manifests makes of a cluster, as `kubectl apply` does it: it deletes nothing, and takes away only what was applied before. */
export function appliedOver(
  { live, unread, wasAsked }: LiveObjects,
  manifests: readonly InputFile[],
  defaultNamespace: string | undefined,
): AppliedOver {
  const set = loadManifests(manifests, defaultNamespace === undefined ? {} : { defaultNamespace })
  const known = new Map(live.map((file) => [identityOf(liveRef(file)), file]))
  const matched = set.objects.map((object) => ({ object, there: known.get(identityOf(object.ref)) }))
  const before = applyChanges(
    set,
    matched.flatMap((one) => changeToLive(one, wasAsked)),
  ).files
  const after = new Map(applyChanges(set, matched.flatMap(fieldsThatStay)).files.map(({ path, text }) => [path, text]))
  const applied = new Set(set.objects.map(({ ref }) => identityOf(ref)))
  const left = live.filter((file) => !applied.has(identityOf(liveRef(file))))
  const builds = new Set(set.kustomize.graph.all.map(({ file }) => file.path))
  return {
    after: [...manifests.map((file) => ({ ...file, text: after.get(file.path) ?? file.text })), ...left, ...unread],
    files: before.map((file) => (builds.has(file.path) ? { path: file.path, status: 'unchanged' } : turned(file))),
    diagnostics: leftBeside(left, set.objects),
  }
}

/** A file that was edited to be what the cluster has, as a change of the cluster into what it was. */
function turned({ path, status, before, text }: OutputFile): OutputFile {
  if (status === 'removed') return { path, status: 'added', text: before! }
  return status === 'edited' ? { path, status, before: text!, text: before! } : { path, status, before: before!, text: before! }
}

interface Matched {
  readonly object: SourceObject
  readonly there: LiveFile | undefined
}

const why = 'what the cluster has'

function changeToLive({ object, there }: Matched, wasAsked: LiveObjects['wasAsked']): Change[] {
  const { ref: target, place } = object
  if (there === undefined) return wasAsked(target) ? [{ kind: 'remove', target, causes: [place], why }] : []
  return editing(object, editsToLive(object.value, asWritten(there.value), lastApplied(there)))
}

function editing({ ref: target, place }: SourceObject, edits: readonly Edit[]): Change[] {
  return edits.length === 0 ? [] : [{ kind: 'edit', target, edits, causes: [place], why }]
}

/**
 * What was set by hand or by a controller, and that the manifest lacks, is in the cluster after applying, too, and may decide: labels of the object and of the
 * pods that are made of it, annotations of Istio and Cilium, and fields of their kinds. `kubectl apply` takes away what was applied before, and nothing else
 * (kubernetes.io, "Declarative Management of Kubernetes Objects Using Configuration Files": how apply calculates differences and merges changes).
 */
function fieldsThatStay({ object, there }: Matched): Change[] {
  if (there === undefined) return []
  const last = lastApplied(there)
  const stays = (path: readonly string[], takes: (key: string) => boolean = () => true): Edit[] =>
    editsThatStay({ manifest: at(object.value, path), live: at(there.value, path), last: at(last.value, path) }, path, last.owns).filter(
      (edit) => takes(String(edit.path[path.length])),
    )
  const ofMetadata = [['metadata'], ['spec', 'template', 'metadata']].flatMap((path) => [
    ...stays([...path, 'labels']),
    ...stays([...path, 'annotations'], decides),
  ])
  const ofSpec = isOfMesh(there) ? stays(['spec']) : []
  return editing(object, [...ofMetadata, ...ofSpec])
}

/** The sides of the rule of three: lists are replaced as a whole. */
interface ThreeSides {
  readonly manifest: unknown
  readonly live: unknown
  readonly last: unknown
}

function editsThatStay({ manifest, live, last }: ThreeSides, path: readonly string[], owns: LastApplied['owns']): Edit[] {
  // A manifest without the whole map leaves the map, and takes away what of it was applied.
  if (!isRecord(live) || !(isRecord(manifest) || manifest === undefined || manifest === null)) return []
  return Object.entries(live).flatMap(([key, value]): Edit[] => {
    const own = inside(manifest, key)
    const applied = inside(last, key)
    const within = [...path, key]
    if (isRecord(value) && (own === undefined ? isRecord(applied) : isRecord(own)))
      return editsThatStay({ manifest: own, live: value, last: applied }, within, owns)
    const goes = own !== undefined || applied !== undefined || owns(within)
    return goes ? [] : [{ op: 'set', path: within, value: value as Json }]
  })
}

/** Whose keys decide about requests by themselves. */
function decides(key: string): boolean {
  return /(^|\.)(istio\.io|cilium\.io)(\/|$)/.test(key)
}

function isOfMesh({ value }: LiveFile): boolean {
  return /(^|\.)(istio|cilium)\.io$/.test(groupOf(String(value.apiVersion)))
}

function lastApplied({ value }: LiveFile): LastApplied {
  const text = mapAt(value.metadata, 'annotations')[lastAppliedKey]
  return { value: typeof text === 'string' ? parsed(text) : undefined, owns: (path) => isOwnedByApply(value, path) }
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce(inside, value)
}

function inside(value: unknown, key: string): unknown {
  return isRecord(value) ? ownValue(value, key) : undefined
}

function mapAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const map = inside(value, key)
  return isRecord(map) ? map : {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Policies and routes of the namespaces that the manifests are about, which only deleting would take away. */
function leftBeside(left: readonly LiveFile[], objects: readonly SourceObject[]): Diagnostic[] {
  const namespaces = new Set(objects.flatMap(({ ref }) => (ref.kind === 'Namespace' ? ref.name : ref.namespace)))
  const refs = left
    .map(liveRef)
    .filter(({ namespace, apiVersion }) => namespace !== '' && namespaces.has(namespace) && /\./.test(groupOf(apiVersion)))
    .filter(({ apiVersion }) => /(istio|cilium|gateway\.networking\.k8s|networking\.k8s)\.io$/.test(groupOf(apiVersion)))
  if (refs.length === 0) return []
  return [diagnose(catalogue.leftInCluster, undefined, { objects: refs.map(objectText).sort(compareText) })]
}
