import { z } from 'zod'
import { targetNames } from '../../../translators/index.ts'
import { count, text } from '../json-shape.ts'
import { estimateReportSchema } from './schema.ts'

const outcome = z.enum([...targetNames, 'network-policy', 'stay'])

/** `estimate --to … --to … -o json`: `from` are pointers into the same report. */
export const estimateComparisonSchema = z.object({
  schemaVersion: z.literal('1'),
  estimates: z.record(z.enum(targetNames), estimateReportSchema),
  choice: z.object({
    rows: z.array(
      z.object({
        question: text,
        answer: text,
        from: z.array(text),
        favours: z.array(outcome),
        rulesOut: z.array(outcome),
        reason: text,
        source: text.optional(),
      }),
    ),
    outcomes: z.array(z.object({ outcome, title: text, favoured: count, ruledOut: z.boolean() })),
    decision: outcome,
    asked: z.array(text),
    nothing: z.literal(true).optional(),
  }),
})
