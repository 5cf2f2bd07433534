import type { ObjectRef, Place } from '../../diagnostics/place.ts'
import { NodePlace } from '../yaml/node-place.ts'
import { baseNameOf, folderOf, type ParsedDocument, type ParsedFile } from '../yaml/parsed-file.ts'
import { isRemote, joinPath } from './paths.ts'

/** A kustomization file of the input, or a Component. */
export interface Kustomization {
  readonly file: ParsedFile
  readonly document: ParsedDocument
  readonly folder: string
  readonly value: Readonly<Record<string, unknown>>
  /** Its root; `place.field('patches').index(0)` and so on lead to its parts. */
  readonly place: Place
  /** A Component changes what the kustomization that lists it has gathered, and is never built alone. */
  readonly component: boolean
  readonly namespace?: string
  /** `resources`, `bases` and `components`, each with its place. */
  readonly entries: readonly KustomizationEntry[]
  /** The paths of `entries`, normalised; remote ones are left out. */
  readonly resources: ReadonlySet<string>
  /** True when some of its objects come from elsewhere: remote bases, Helm charts, generators of its own. */
  readonly remote: boolean
  /** Files named in `patches`, `patchesStrategicMerge` and `patchesJson6902`. */
  readonly patches: ReadonlySet<string>
}

export interface KustomizationEntry {
  /** As written. */
  readonly text: string
  /** Normalised; undefined for a URL. */
  readonly path: string | undefined
  readonly place: Place
}

const fileNames: ReadonlySet<string> = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])
const resourceFields = ['resources', 'bases', 'components'] as const
const patchFields = ['patches', 'patchesStrategicMerge', 'patchesJson6902'] as const

/** True for kustomization files and for anything that says it is one, such as a Component. */
export function isKustomization(file: ParsedFile, value: Readonly<Record<string, unknown>>): boolean {
  const apiVersion = value.apiVersion
  if (typeof apiVersion === 'string') return apiVersion.startsWith('kustomize.config.k8s.io/')
  return fileNames.has(baseNameOf(file.path)) && (value.kind === undefined || value.kind === 'Kustomization')
}

export function readKustomization(file: ParsedFile, document: ParsedDocument, value: Readonly<Record<string, unknown>>): Kustomization {
  const folder = folderOf(file.path)
  const place = placeOf(file, document, value)
  const entries = resourceFields.flatMap((field) =>
    listOf(value, field).flatMap((text, index): KustomizationEntry[] =>
      typeof text === 'string' && text !== ''
        ? [{ text, path: isRemote(text) ? undefined : joinPath(folder, text), place: place.field(field).index(index) }]
        : [],
    ),
  )
  const namespace = value.namespace
  return {
    file,
    document,
    folder,
    value,
    place,
    component: value.kind === 'Component',
    entries,
    remote: entries.some(({ path }) => path === undefined) || 'helmCharts' in value || 'generators' in value,
    ...(typeof namespace === 'string' && namespace !== '' ? { namespace } : {}),
    resources: new Set(entries.flatMap(({ path }) => (path === undefined ? [] : [path]))),
    patches: new Set(patchFields.flatMap((field) => listOf(value, field)).flatMap((entry) => pathOf(entry, folder))),
  }
}

/** A list of a kustomization; empty where there is none. */
export function listOf(value: Readonly<Record<string, unknown>>, field: string): readonly unknown[] {
  const list = value[field]
  return Array.isArray(list) ? list : []
}

function placeOf(file: ParsedFile, document: ParsedDocument, value: Readonly<Record<string, unknown>>): Place {
  const object: ObjectRef = {
    apiVersion: typeof value.apiVersion === 'string' ? value.apiVersion : 'kustomize.config.k8s.io/v1beta1',
    kind: typeof value.kind === 'string' ? value.kind : 'Kustomization',
    namespace: '',
    name: file.path,
    file: file.path,
    document: document.index,
  }
  return new NodePlace({ file, document, object })
}

function pathOf(entry: unknown, folder: string): string[] {
  const path = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>).path : entry
  if (typeof path !== 'string' || path.includes('\n') || isRemote(path)) return []
  return [joinPath(folder, path)]
}
