import { sameJson } from '../manifest/object/equal.ts'
import { isRecord } from '../manifest/object/identity.ts'
import { ownValue, setOwn } from '../model/own-value.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The JSON merge patch (RFC 7386) that makes one object of another: `{metadata: {labels: {istio-injection: disabled}}}`. A field that goes is a null,
 * a list is replaced as a whole. The patch of the way back restores what was there, also where `kubectl label` set it.
 */
export function mergePatch(before: Fields, after: Fields): Record<string, unknown> {
  const patch: Record<string, unknown> = {}
  for (const key of Object.keys(before))
    if (ownValue(after, key) === undefined && ownValue(before, key) !== undefined) setOwn(patch, key, null)
  for (const [key, value] of Object.entries(after)) {
    const was = ownValue(before, key)
    if (value === undefined || sameJson(was, value)) continue
    setOwn(patch, key, isRecord(was) && isRecord(value) ? mergePatch(was, value) : value)
  }
  return patch
}

/**
 * The merge patch between two Kubernetes objects. Labels and annotations are named one by one, also where none is left: a cluster has others beside
 * those of the manifest.
 */
export function objectPatch(before: Fields, after: Fields): Record<string, unknown> {
  const [was, is] = [withMaps(before), withMaps(after)]
  return mergePatch(was, is)
}

/** Whether two objects are the same; no labels are the same as an empty map of them, and `selector: null` is the same as no selector. */
export function isSameObject(a: unknown, b: unknown): boolean {
  return sameJson(isRecord(a) ? withoutNulls(withMaps(a)) : a, isRecord(b) ? withoutNulls(withMaps(b)) : b)
}

/** A merge patch cannot write a null, and an API server keeps none: fields in lists are not merged. */
function withoutNulls(fields: Fields): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(fields))
    if (value !== null && value !== undefined) setOwn(kept, key, isRecord(value) ? withoutNulls(value) : value)
  return kept
}

function withMaps(object: Fields): Fields {
  const { metadata } = object
  if (!isRecord(metadata)) return object
  const { labels, annotations } = metadata
  return { ...object, metadata: { ...metadata, labels: labels ?? {}, annotations: annotations ?? {} } }
}

/** What an API server makes of an object and a merge patch. */
export function mergePatched(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const result: Record<string, unknown> = isRecord(value) ? { ...value } : {}
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete result[key]
    else setOwn(result, key, mergePatched(ownValue(result, key), change))
  }
  return result
}
