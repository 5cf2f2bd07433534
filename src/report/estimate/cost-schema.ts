import { z } from 'zod'
import { count, text } from '../json-shape.ts'
import { evidenceShape } from './inventory-schema.ts'

const range = z.object({ low: z.number().min(0), high: z.number().min(0) })
const requests = z.object({ cpu: range, memory: range })
const sourced = <T extends z.ZodType>(value: T) => z.object({ value, source: text })
const rows = z.array(
  z.object({ what: text, count: range.optional(), each: sourced(requests), total: requests.optional(), evidence: z.array(evidenceShape) }),
)
const nodes = z.object({ low: count, high: count.optional() })
const hops = sourced(z.object({ tcp: count, http: count }))

/** CPU in thousandths, memory in MiB; rows without `count` are for one node. */
export const costShape = z.object({
  before: rows,
  after: rows,
  breakEven: z.object({ cpu: nodes, memory: nodes }).optional(),
  hops: z.object({ before: hops, after: hops }),
  uncounted: count,
})
