import { z } from 'zod'
import { decisionSchema, requestSchema } from '../decision/schema.ts'

/** `trace -o json`: one decision, or that of both sides. */
export const traceReportSchema = z.object({
  schemaVersion: z.literal('1'),
  request: requestSchema,
  external: z.enum(['allow', 'deny']).optional(),
  sides: z
    .array(z.object({ side: z.enum(['before', 'after']), decision: decisionSchema }))
    .min(1)
    .max(2),
})
