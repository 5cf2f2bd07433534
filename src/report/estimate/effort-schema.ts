import { z } from 'zod'
import { ledgers } from '../../estimate/effort/item.ts'
import { count, text } from '../json-shape.ts'
import { evidenceShape } from './inventory-schema.ts'

const range = z.object({ low: z.number().min(0), high: z.number().min(0) })

/** Work in points: `points` of an item is `count` times its weight. */
export const effortShape = z.object({
  points: range,
  ledgers: z.array(
    z.object({
      ledger: z.enum(ledgers),
      points: range,
      items: z.array(
        z.object({
          ledger: z.enum(ledgers),
          weight: text,
          what: text,
          count,
          points: range,
          spread: text.optional(),
          evidence: z.array(evidenceShape),
        }),
      ),
    }),
  ),
  removed: z.object({ resources: count, points: range }),
  versions: z.object({
    minimum: z.array(z.object({ project: z.enum(['istio', 'gatewayApi', 'cilium', 'kernel']), version: text, source: text.optional() })),
    running: z.array(z.object({ version: text, evidence: z.array(evidenceShape) })),
    upgradeFirst: z.array(evidenceShape),
  }),
  confidence: z.object({ level: z.enum(['high', 'medium', 'low']), missing: z.array(text) }),
  notCounted: z.array(text),
  personDays: range.optional(),
  nothing: z.literal(true).optional(),
})
