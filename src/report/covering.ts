import type { z } from 'zod'

/** Nothing to ask of a schema that takes every value of a type; the variants that it lacks, for one that does not. */
export type Covering<T, S> =
  S extends z.ZodType<infer Taken> ? ([T] extends [Taken] ? unknown : { readonly lacks: Exclude<T, Taken> }) : never

/** The schema of a type: neither of them may have a variant that the other lacks, such as a new enforcement point. */
export function covering<T>() {
  return <S extends z.ZodType<T>>(schema: S & Covering<T, S>): S => schema
}
