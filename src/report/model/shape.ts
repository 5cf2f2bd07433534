import { z } from 'zod'
import type { Place } from '../../diagnostics/place.ts'
import type { Json } from '../../model/object.ts'
import type { Covering } from '../covering.ts'
import { text } from '../json-shape.ts'

/** Where a value of the model comes from: lines and columns count from 1, `pointer` is a JSON pointer (RFC 6901) into the object. */
export interface ModelPlace {
  readonly file: string
  readonly line: number
  readonly col: number
  readonly pointer: string
}

/** The JSON form of a part of the model: the same, with places as data. */
export type JsonForm<T> = T extends Json
  ? T
  : T extends Place
    ? ModelPlace
    : T extends object
      ? { readonly [K in keyof T]: JsonForm<T[K]> }
      : T

/**
 * The schema of an object of the model. A field, or a variant of one, that the type has and the schema lacks, or the other way round, does not
 * compile; unknown fields are errors when checking.
 */
export function object<T extends object>() {
  return <S extends { readonly [K in keyof JsonForm<T>]-?: z.ZodType<JsonForm<T>[K]> }>(
    fields: S & { readonly [K in keyof S]: K extends keyof JsonForm<T> ? Covering<Required<JsonForm<T>>[K], S[K]> : never },
  ) => z.strictObject(fields as S)
}

export const placeSchema = z.strictObject({
  file: z.string(),
  line: z.int(),
  col: z.int(),
  pointer: z.string(),
})

/** A field that may be missing, but is never null. */
export const maybe = <S extends z.ZodType>(schema: S) => schema.exactOptional()

export const list = <S extends z.ZodType>(schema: S) => z.array(schema).readonly()
export const number = z.number()
export const flag = z.boolean()
export const oneOf = <const V extends readonly string[]>(...values: V) => z.enum(values)
export const texts = list(text)
export const labels = z.record(text, text).readonly()
export const owners = list(z.strictObject({ kind: text, name: text }))
