import { z } from 'zod'
import { targetNames } from '../../../translators/index.ts'
import { count, diagnostic, documentCounts, resourceCounts, severity, text } from '../json-shape.ts'

const verdict = z.enum(['auto', 'assisted', 'manual', 'blocked', 'keep-sidecar'])
const verdicts = z.record(verdict, count)

/** `estimate -o json`. */
export const estimateReportSchema = z.object({
  schemaVersion: z.literal('1'),
  target: z.enum(targetNames),
  account: resourceCounts,
  documents: documentCounts,
  resources: count,
  verdicts,
  kinds: z.array(z.object({ kind: text, total: count, verdicts })),
  namespaces: z.array(z.object({ namespace: text, total: count, verdicts })),
  blockers: z.array(z.object({ code: text, severity, title: text, holdsUp: count, example: diagnostic })),
  judged: z.array(z.object({ object: text, file: text, verdict, because: z.array(text) })),
})
