import { parseAllDocuments } from 'yaml'
import type { Place } from '../../diagnostics/place.ts'
import { isRecord } from '../object/identity.ts'
import type { ParsedFile } from '../yaml/parsed-file.ts'
import { kubernetesSchema } from '../yaml/scalars.ts'
import { type Kustomization, listOf } from './kustomization.ts'
import { joinPath } from './paths.ts'

/** One patch of a kustomization, from a file or written into it. */
export interface PatchEntry {
  /** The entry of the kustomization. */
  readonly place: Place
  /** Names it in messages: ``the patch `prod/callers.yaml` ``. */
  readonly what: string
  /** Which objects it is for; without one a strategic-merge patch names its object itself. */
  readonly target?: Readonly<Record<string, unknown>>
  /** Its documents; undefined where they are not known: a file outside the input, a text that does not parse. */
  readonly documents: readonly unknown[] | undefined
}

/** The patches of a kustomization, in all three of their forms. */
export function patchEntries(one: Kustomization, files: ReadonlyMap<string, ParsedFile>): PatchEntry[] {
  const entry = (field: string, index: number, from: { readonly path?: unknown; readonly patch?: unknown; readonly target?: unknown }) =>
    patchEntry(one, files, one.place.field(field).index(index), from)
  return [
    ...['patches', 'patchesJson6902'].flatMap((field) =>
      listOf(one.value, field).flatMap((value, index) => (isRecord(value) ? [entry(field, index, value)] : [])),
    ),
    ...listOf(one.value, 'patchesStrategicMerge').flatMap((value, index) =>
      typeof value !== 'string'
        ? []
        : [entry('patchesStrategicMerge', index, /\n|:\s/.test(value.trim()) ? { patch: value } : { path: value })],
    ),
  ]
}

function patchEntry(
  { folder, file }: Kustomization,
  files: ReadonlyMap<string, ParsedFile>,
  place: Place,
  { path, patch, target }: { readonly path?: unknown; readonly patch?: unknown; readonly target?: unknown },
): PatchEntry {
  const named = isRecord(target) ? { target } : {}
  if (typeof path === 'string') {
    const at = joinPath(folder, path)
    return { place, what: `the patch \`${at}\``, ...named, documents: valuesOf(files.get(at)) }
  }
  return { place, what: `a patch in \`${file.path}\``, ...named, documents: typeof patch === 'string' ? parsed(patch) : undefined }
}

/** The documents of a file of the input; undefined where it is not in the input or one of them does not parse. */
export function valuesOf(file: ParsedFile | undefined): readonly unknown[] | undefined {
  if (file === undefined) return undefined
  const full = file.documents.filter(({ skipped }) => skipped !== 'empty')
  return full.some(({ value }) => value === undefined) ? undefined : full.map(({ value }) => value)
}

function parsed(text: string): readonly unknown[] | undefined {
  try {
    const documents = parseAllDocuments(text, { schema: kubernetesSchema, prettyErrors: false, logLevel: 'silent' })
    if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined
    return documents.map((document): unknown => document.toJS({ maxAliasCount: 100 })).filter((value) => value !== null)
  } catch {
    return undefined
  }
}
