import { compareText, objectText } from '../diagnostics/place.ts'
import type { Change, Edit } from '../model/change.ts'
import type { Json, KubernetesObject } from '../model/object.ts'
import { setOwn } from '../model/own-value.ts'
import { sameJson } from './equal.ts'
import { madeFileName } from './file-names.ts'
import { isRecord } from './identity.ts'
import { identityOf, refOf } from './objects-to-add.ts'

export type PatchChange = Extract<Change, { kind: 'patch' }>

/** All patches of one object, merged. */
export interface Patch {
  readonly object: KubernetesObject
  readonly reasons: readonly string[]
  /** The change with the first cause in the order of files; it decides the folder. */
  readonly first: PatchChange
}

/** Merges patches that speak of the same object; patches that disagree are a bug of the target and throw. */
export function patchesOf(changes: readonly Change[]): Patch[] {
  const patches = new Map<string, Patch>()
  for (const change of changes.filter((one) => one.kind === 'patch').sort(comparePatches)) {
    const ref = refOf(change.object, '', 0)
    const identity = identityOf({ ...ref, namespace: change.object.metadata.namespace ?? '' })
    const earlier = patches.get(identity)
    if (earlier === undefined) patches.set(identity, { object: change.object, reasons: [change.why], first: change })
    else {
      const object = merged(earlier.object, change.object, objectText(ref)) as unknown as KubernetesObject
      patches.set(identity, { ...earlier, object, reasons: [...new Set([...earlier.reasons, change.why])] })
    }
  }
  return [...patches.values()]
}

function comparePatches(a: PatchChange, b: PatchChange): number {
  const first = ({ causes }: PatchChange) => causes[0]?.object
  return (
    compareText(first(a)?.file ?? '\uffff', first(b)?.file ?? '\uffff') ||
    (first(a)?.document ?? 0) - (first(b)?.document ?? 0) ||
    compareText(JSON.stringify(a.object), JSON.stringify(b.object)) ||
    compareText(a.why, b.why)
  )
}

function merged(a: unknown, b: unknown, what: string): unknown {
  if (sameJson(a, b)) return a
  if (!isRecord(a) || !isRecord(b)) throw new Error(`patches of ${what} disagree`)
  const result: Record<string, unknown> = { ...a }
  for (const [key, value] of Object.entries(b)) setOwn(result, key, Object.hasOwn(a, key) ? merged(a[key], value, what) : value)
  return result
}

export const patchTitle = 'A strategic-merge patch, to be applied with kustomize or `kubectl patch`: the object is not in the input.'

/** `deployment-prod-web-patch.yaml` */
export function patchFileName({ kind, metadata }: KubernetesObject): string {
  const parts = [kind, ...(metadata.namespace === undefined ? [] : [metadata.namespace]), metadata.name, 'patch']
  return madeFileName(parts.join('-'), '.yaml')
}

/** A patch as edits of a patch file that is there already. */
export function patchEdits(value: unknown, path: readonly string[] = []): Edit[] {
  if (isRecord(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, entry]) => patchEdits(entry, [...path, key]))
  return [{ op: 'set', path, value: value as Json }]
}
