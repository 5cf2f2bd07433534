import { z } from 'zod'
import { targetNames } from '../../../translators/index.ts'
import { assumptions } from '../../model/dialect.ts'
import type { RecordedDifference } from '../../verify/shares/recorded-difference.ts'
import type { ShareAnswer } from '../../verify/shares/share.ts'
import { covering } from '../covering.ts'
import { requestSchema } from '../decision/schema.ts'
import { count, text } from '../json-shape.ts'

const difference = covering<RecordedDifference>()(
  z.object({
    verdict: z.enum(['wider', 'narrower', 'rerouted', 'undetermined', 'identified']),
    destination: text,
    client: text,
    classes: z.number().min(1),
    covers: text,
    changed: z.array(text).readonly(),
    needs: text.exactOptional(),
    limits: z.array(text).readonly().exactOptional(),
    untried: z.literal(true).exactOptional(),
    withoutService: z.literal(true).exactOptional(),
    asked: z
      .object({ request: requestSchema, requestBefore: requestSchema.exactOptional(), externalAllows: z.boolean().exactOptional() })
      .exactOptional(),
  }),
)

const answer = covering<ShareAnswer>()(
  z.object({ destination: count, name: text, parts: z.array(z.array(difference).readonly()).readonly() }),
)

/** What was compared, by the names of the options of `verify`. Kustomizations are not built. */
const comparedArguments = z.strictObject({
  paths: z.array(text),
  recursive: z.boolean(),
  namespace: text.optional(),
  'strict-input': z.boolean(),
  to: z.enum(targetNames).optional(),
  against: z.array(text).optional(),
  'istio-version': text,
  'gateway-api-version': text,
  'gateway-api-channel': z.enum(['standard', 'experimental']),
  'cilium-version': text,
  waypoints: z.enum(['namespace', 'service']),
  routes: z.enum(['auto', 'httproute', 'virtualservice']),
  assume: z.array(z.enum(assumptions)),
  'regex-size': count.exactOptional(),
  'allow-fail-open': z.literal(true).exactOptional(),
})

/** What `verify --shard` writes and `merge` reads. It is for the same release: the fields are those of what it compares. */
export const shareSchema = z.object({
  schemaVersion: z.literal('1'),
  unsidecar: text,
  shard: z.object({ index: z.int().min(1), of: z.int().min(1) }),
  /** A digest of the arguments and of all files of both sides. */
  input: text,
  arguments: comparedArguments,
  destinations: count,
  answers: z.array(answer),
})

export type ShareFile = z.infer<typeof shareSchema>
