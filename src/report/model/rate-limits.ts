import { z } from 'zod'
import { text } from '../json-shape.ts'
import { flag, list, maybe, number, placeSchema } from './shape.ts'

const local = z.strictObject({
  kind: z.literal('local'),
  bucket: z.strictObject({ maxTokens: number, tokensPerFill: number, fillMs: number }),
  status: number,
  headers: list(z.strictObject({ name: text, value: text, append: flag })),
  saysRest: flag,
})

const service = { domain: text, timeoutMs: number, refusesOnFailure: flag, saysRest: flag }

const counted = list(
  list(
    z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('header'), header: text, key: text, optional: flag }),
      z.strictObject({ by: z.literal('text'), key: text, text }),
    ]),
  ),
)

/** A limit of how many requests the proxy of a node lets through. */
export const rateLimitSchema = z.discriminatedUnion('kind', [
  local,
  z.strictObject({ kind: z.literal('global'), ...service, service: z.strictObject({ host: text, port: number }), counted }),
])

/** One patch of an EnvoyFilter that has to do with limits. */
export const limitPatchSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local'), limit: maybe(local), place: placeSchema }),
  z.strictObject({ kind: z.literal('global'), cluster: text, ...service, place: placeSchema }),
  z.strictObject({ kind: z.literal('port'), port: maybe(number), limit: maybe(local), counted: maybe(counted), place: placeSchema }),
  z.strictObject({ kind: z.literal('cluster'), name: text, host: text, port: number, place: placeSchema }),
])
