import type { Place } from '../diagnostics/place.ts'

/**
 * How one field of a CRD type is read: it gets the value (never null or absent) and its place, and returns what it contributes to the
 * result. A field that is deliberately left out of the model is written as `unread`, with the reason.
 */
export type FieldReader<V, M, C> = ((value: V, at: Place, context: C) => Partial<M>) | Unread

/** A field that the model does not carry; the targets' fate maps say what becomes of it. */
export interface Unread {
  readonly unread: string
}

/** Marks a field as deliberately not carried by the model. */
export const unread = (reason: string): Unread => ({ unread: reason })

/** A reader for every field of T: a field that a new version of the CRD adds does not compile until it is decided how it is read. */
export type FieldMap<T, M, C> = { readonly [K in keyof T]-?: FieldReader<NonNullable<T[K]>, M, C> }

/** Reads the fields that are there, in the order of the map. Later contributions to the same part of the result win, so each part has one writer. */
export function readFields<T extends object, M, C>(map: FieldMap<T, M, C>, value: T, at: Place, context: C): Partial<M> {
  const result: Partial<M> = {}
  for (const name of Object.keys(map) as (keyof T & string)[]) {
    const field = value[name]
    const reader = map[name] as FieldReader<unknown, M, C>
    if (field === undefined || field === null || typeof reader !== 'function') continue
    Object.assign(result, reader(field, at.field(name), context))
  }
  return result
}
