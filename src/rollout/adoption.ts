import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { objectText, type Place } from '../diagnostics/place.ts'
import { isLive, lastAppliedKey } from '../manifest/edit/live-objects.ts'
import { isRecord } from '../manifest/object/identity.ts'
import type { Change, Edit } from '../model/change.ts'
import { edited } from '../model/edited.ts'
import type { SourceObject } from '../model/object.ts'
import { ownValue, setOwn } from '../model/own-value.ts'
import { isOwnedByApply } from './managed-fields.ts'
import { objectWords } from './object-words.ts'
import { shellWord } from './shell-word.ts'

/**
 * Fields of live objects that the output has no more and that `kubectl apply` would leave: it takes away only what its last configuration
 * had, which an object from `kubectl create` does not have at all. A policy would have its `selector` beside the new `targetRefs`, and be
 * refused. Fields that another manager applies server-side are left out: the one who applies them takes them away.
 */
export function fieldsThatApplyLeaves(objects: readonly SourceObject[], changes: readonly Change[]): Diagnostic[] {
  const live = new Map(objects.filter(isLive).map((object) => [object.ref, object]))
  if (live.size === 0) return []
  const edits = new Map<SourceObject, Edit[]>()
  for (const change of changes) {
    const object = change.kind === 'edit' ? live.get(change.target) : undefined
    if (object !== undefined && change.kind === 'edit') edits.set(object, [...(edits.get(object) ?? []), ...change.edits])
  }
  return [...edits].flatMap(([object, own]) => leftBy(object, own) ?? [])
}

function leftBy(object: SourceObject, edits: readonly Edit[]): Diagnostic | undefined {
  const applied = lastApplied(object)
  const left = removedPaths(object.value, edited(object.value, edits)).filter(
    (path) => !has(applied, path) && !isOwnedByApply(object.value, path) && !isWithoutEffect(object, path, edits),
  )
  const [first] = left
  if (first === undefined) return undefined
  const place = first.reduce<Place>((at, step) => at.field(step), object.place)
  const fields = left.map((path) => path.join('.'))
  return diagnose(catalogue.applyLeavesField, place, { object: objectText(object.ref), fields, command: adopting(object, applied, left) })
}

/** With `istio-injection: disabled` no other label of a namespace injects anything. */
function isWithoutEffect({ ref }: SourceObject, path: readonly string[], edits: readonly Edit[]): boolean {
  if (ref.kind !== 'Namespace' || path[1] !== 'labels') return false
  return edits.some((edit) => edit.op === 'set' && edit.path[2] === 'istio-injection')
}

/** Notes the fields as applied, which changes nothing else; the next apply then takes them away together with its other edits. */
function adopting(object: SourceObject, applied: unknown, left: readonly (readonly string[])[]): string {
  const { apiVersion, kind, namespace, name } = object.ref
  const metadata = { name, ...(namespace === '' ? {} : { namespace }) }
  const config: Record<string, unknown> = isRecord(applied) ? structuredClone(applied) : { apiVersion, kind, metadata }
  for (const path of left) put(config, path, valueAt(object.value, path))
  return `kubectl annotate ${objectWords(object.ref)} --overwrite ${shellWord(`${lastAppliedKey}=${JSON.stringify(config)}`)}`
}

function lastApplied({ annotations }: SourceObject): unknown {
  try {
    return JSON.parse(annotations[lastAppliedKey] ?? 'null')
  } catch {
    return null
  }
}

/** Paths through maps that are there before and not after. Lists are replaced as a whole, which applying does. */
function removedPaths(before: unknown, after: unknown): string[][] {
  if (!isRecord(before) || !isRecord(after)) return []
  return Object.entries(before).flatMap(([key, value]) =>
    Object.hasOwn(after, key) ? removedPaths(value, after[key]).map((path) => [key, ...path]) : [[key]],
  )
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, step) => (isRecord(at) ? ownValue(at, step) : undefined), value)
}

function has(value: unknown, path: readonly string[]): boolean {
  return valueAt(value, path) !== undefined
}

function put(map: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [step, ...rest] = path
  if (step === undefined) return
  if (rest.length === 0) {
    setOwn(map, step, value)
    return
  }
  const there = ownValue(map, step)
  const inner: Record<string, unknown> = isRecord(there) ? { ...there } : {}
  setOwn(map, step, inner)
  put(inner, rest, value)
}
