import { z } from 'zod'
import { text } from '../json-shape.ts'
import { comparisonShape, verifyReportSchema } from '../verify/schema.ts'

/** `verify --cluster … -o json`. */
export const fleetReportSchema = z.object({
  schemaVersion: z.literal('1'),
  /** Whether any cluster fails. */
  fails: z.boolean(),
  /** False when part of the input of any cluster could not be read. */
  complete: z.boolean(),
  /** Of all clusters together. */
  parts: comparisonShape.parts,
  /** In the order in which they were named. */
  clusters: z.array(z.object({ name: text, report: verifyReportSchema })),
})
