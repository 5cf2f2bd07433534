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
import type { SourceObject } from '../../model/object.ts'
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
  const after = new Map(applyChanges(set, matched.flatMap(labelsThatStay)).files.map(({ path, text }) => [path, text]))
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

/** Labels and annotations that were set by hand or by a controller are in the cluster after applying, too, and may decide. */
function labelsThatStay({ object, there }: Matched): Change[] {
  if (there === undefined) return []
  const last = lastApplied(there)
  const edits = (['labels', 'annotations'] as const).flatMap((field): Edit[] => {
    const own = field === 'labels' ? object.labels : object.annotations
    return Object.entries(mapAt(there.value.metadata, field)).flatMap(([key, value]): Edit[] => {
      const stays = typeof value === 'string' && decides(key) && !Object.hasOwn(own, key)
      const applied = mapAt(inside(last.value, 'metadata'), field)[key] !== undefined || last.owns(['metadata', field, key])
      return stays && !applied ? [{ op: 'set', path: ['metadata', field, key], value }] : []
    })
  })
  return editing(object, edits)
}

/** Whose keys decide about requests by themselves; selectors select by any label of pods, which are made from templates. */
function decides(key: string): boolean {
  return /(^|\.)(istio\.io|cilium\.io|istio-injection)(\/|$)/.test(key) || key.startsWith('istio-')
}

/** Istio's and Cilium's kinds have no defaults: each field was written by a user or a tool, and a manifest without it takes it away. */
function lastApplied({ value }: LiveFile): LastApplied {
  const text = mapAt(value.metadata, 'annotations')[lastAppliedKey]
  const noted = typeof text === 'string' ? parsed(text) : undefined
  const withoutDefaults = /(^|\.)(istio|cilium)\.io$/.test(groupOf(String(value.apiVersion)))
  return {
    value: withoutDefaults ? { ...(isRecord(noted) ? noted : {}), spec: value.spec } : noted,
    owns: (path) => isOwnedByApply(value, path),
  }
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
