import { z } from 'zod'
import { count, fate, text } from '../json-shape.ts'

export const evidenceShape = z.object({ object: text, file: text, line: count, code: text.optional() })
const tallies = z.array(z.object({ what: text, evidence: z.array(evidenceShape) }))

/** Numbers with the places of what they count; a tally counts its evidence. */
export const inventoryShape = z.object({
  resources: z.array(z.object({ apiVersion: text, kind: text, namespace: text, total: count })),
  planes: tallies,
  shapes: tallies,
  http: z.array(z.object({ object: text, why: text, cause: evidenceShape })),
  waypoints: z.object({ existing: count, added: count, afterDecisions: count }),
  restarts: z.object({ workloads: count, pods: count, uncounted: count }),
  fields: z.array(z.object({ kind: text, field: text, objects: count, values: count, fates: z.partialRecord(fate, count) })),
  beside: tallies,
  /** The network plugin and the kernels of nodes, as far as manifests or a dump show them. */
  cluster: z.object({
    networkPlugins: z.array(z.object({ plugin: text, evidence: z.array(evidenceShape) })),
    kernels: z.array(z.object({ version: text, evidence: z.array(evidenceShape) })),
  }),
})
