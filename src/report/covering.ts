import type { z } from 'zod'

/** Nothing to ask of a schema that takes every value of a type with all of its fields; what it lacks, for one that does not. */
export type Covering<T, S> =
  S extends z.ZodType<infer Taken>
    ? [T] extends [Taken]
      ? [FieldOf<T>] extends [FieldOf<Taken>]
        ? unknown
        : { readonly lacksField: Exclude<FieldOf<T>, FieldOf<Taken>> }
      : { readonly lacks: Exclude<T, Taken> }
    : never

type FieldOf<T> = T extends unknown ? keyof T : never

/**
 * The schema of a type: neither of them may have a variant or a field that the other lacks, such as a new enforcement point. A field that is
 * optional would be lost without an error.
 */
export function covering<T>() {
  return <S extends z.ZodType<T>>(schema: S & Covering<T, S>): S => schema
}
