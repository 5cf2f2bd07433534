import { z } from 'zod'
import type { Predicate } from '../../model/predicate.ts'
import { flag, labels, maybe, number, oneOf, place, text, texts, type Written } from './shape.ts'

const compared = z.strictObject({ op: oneOf('exact', 'prefix', 'suffix'), value: text, ignoreCase: maybe(flag) })

const textOptions = [
  compared,
  z.strictObject({ op: z.literal('regex'), value: text }),
  z.strictObject({ op: oneOf('present', 'non-empty') }),
] as const

export const textMatch = z.union(textOptions).readonly().meta({ id: 'TextMatch' })

const pathMatch = z.union([...textOptions, z.strictObject({ op: oneOf('segment-prefix', 'template'), value: text })])

const identityMatch = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('any') }),
  z.strictObject({ by: z.literal('principal'), match: textMatch, written: maybe(text) }),
  z.strictObject({ by: z.literal('trust-domain'), glob: text }),
  z.strictObject({ by: z.literal('namespace'), glob: text, pattern: maybe(text) }),
  z.strictObject({ by: z.literal('service-account'), namespace: text, name: text, pattern: maybe(text) }),
])

const atoms = [
  z.strictObject({ kind: z.literal('identity'), match: identityMatch, place }),
  z.strictObject({ kind: oneOf('peer-address', 'client-address', 'destination-address'), range: text, place }),
  z.strictObject({ kind: z.literal('destination-port'), port: number, of: oneOf('container', 'service'), place }),
  z.strictObject({ kind: oneOf('sni', 'method', 'authority', 'scheme'), match: textMatch, place }),
  z.strictObject({ kind: z.literal('path'), match: pathMatch, place }),
  z.strictObject({ kind: z.literal('header'), name: text, match: textMatch, absentIsEmpty: maybe(flag), place }),
  z.strictObject({ kind: z.literal('query'), name: text, match: textMatch, place }),
  z.strictObject({ kind: z.literal('token-principal'), issuer: textMatch, subject: textMatch, place }),
  z.strictObject({ kind: z.literal('token-claim'), path: texts, match: textMatch, place }),
  z.strictObject({ kind: z.literal('metadata'), filter: text, key: text, match: textMatch, listMember: maybe(flag), place }),
  z.strictObject({ kind: z.literal('client-labels'), labels, place }),
  z.strictObject({ kind: z.literal('client-namespace'), namespace: text, place }),
] as const

export const atom = z.union(atoms).meta({ id: 'Atom' })

/** Refers to itself, so its type is stated; zod checks the parts against it. */
export const predicate: z.ZodType<Written<Predicate>> = z
  .union([
    z.strictObject({
      kind: oneOf('all', 'any'),
      get of() {
        return z.array(predicate).readonly()
      },
    }),
    z.strictObject({
      kind: z.literal('not'),
      get of() {
        return predicate
      },
    }),
    atom,
  ])
  .meta({ id: 'Predicate' })
