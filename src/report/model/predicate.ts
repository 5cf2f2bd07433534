import { z } from 'zod'
import type { Atom, IdentityMatch, PathMatch, Predicate, TextMatch } from '../../model/predicate.ts'
import { covering } from '../covering.ts'
import { text } from '../json-shape.ts'
import { flag, type JsonForm, labels, maybe, number, oneOf, placeSchema, texts } from './shape.ts'

const compared = z.strictObject({ op: oneOf('exact', 'prefix', 'suffix'), value: text, ignoreCase: maybe(flag) })

const textOptions = [
  compared,
  z.strictObject({ op: z.literal('regex'), value: text }),
  z.strictObject({ op: oneOf('present', 'non-empty') }),
] as const

export const textMatchSchema = covering<TextMatch>()(z.union(textOptions).readonly()).meta({ id: 'TextMatch' })

const pathMatch = covering<PathMatch>()(z.union([...textOptions, z.strictObject({ op: oneOf('segment-prefix', 'template'), value: text })]))

const identityMatch = covering<IdentityMatch>()(
  z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('any') }),
    z.strictObject({ by: z.literal('principal'), match: textMatchSchema, written: maybe(text) }),
    z.strictObject({ by: z.literal('trust-domain'), glob: text }),
    z.strictObject({ by: z.literal('namespace'), glob: text, pattern: maybe(text) }),
    z.strictObject({ by: z.literal('service-account'), namespace: text, name: text, pattern: maybe(text) }),
  ]),
)

const atoms = [
  z.strictObject({ kind: z.literal('identity'), match: identityMatch, place: placeSchema }),
  z.strictObject({ kind: oneOf('peer-address', 'client-address', 'destination-address'), range: text, place: placeSchema }),
  z.strictObject({ kind: z.literal('destination-port'), port: number, of: oneOf('container', 'service'), place: placeSchema }),
  z.strictObject({ kind: oneOf('sni', 'method', 'authority', 'scheme'), match: textMatchSchema, place: placeSchema }),
  z.strictObject({ kind: z.literal('path'), match: pathMatch, place: placeSchema }),
  z.strictObject({ kind: z.literal('header'), name: text, match: textMatchSchema, absentIsEmpty: maybe(flag), place: placeSchema }),
  z.strictObject({ kind: z.literal('query'), name: text, match: textMatchSchema, place: placeSchema }),
  z.strictObject({ kind: z.literal('token-principal'), issuer: textMatchSchema, subject: textMatchSchema, place: placeSchema }),
  z.strictObject({ kind: z.literal('token-claim'), path: texts, match: textMatchSchema, place: placeSchema }),
  z.strictObject({
    kind: z.literal('metadata'),
    filter: text,
    key: text,
    match: textMatchSchema,
    listMember: maybe(flag),
    place: placeSchema,
  }),
  z.strictObject({ kind: z.literal('client-labels'), labels, place: placeSchema }),
  z.strictObject({ kind: z.literal('client-namespace'), namespace: text, place: placeSchema }),
] as const

export const atomSchema = covering<JsonForm<Atom>>()(z.union(atoms)).meta({ id: 'Atom' })

/** Refers to itself, so its type is stated; zod checks the parts against it. */
export const predicateSchema: z.ZodType<JsonForm<Predicate>> = covering<JsonForm<Predicate>>()(
  z.union([
    z.strictObject({
      kind: oneOf('all', 'any'),
      get of() {
        return z.array(predicateSchema).readonly()
      },
    }),
    z.strictObject({
      kind: z.literal('not'),
      get of() {
        return predicateSchema
      },
    }),
    atomSchema,
  ]),
).meta({ id: 'Predicate' })
