import { z } from 'zod'
import { targetNames } from '../../../translators/index.ts'
import { ledgers } from '../../estimate/effort/item.ts'
import { assumptions } from '../../model/dialect.ts'
import { count, diagnostic, documentCounts, kustomizeBuilds, resourceCounts, severity, text } from '../json-shape.ts'
import { differenceVerdictOrder } from '../verify/report.ts'
import { costShape } from './cost-schema.ts'
import { effortShape } from './effort-schema.ts'
import { inventoryShape } from './inventory-schema.ts'

const verdict = z.enum(['auto', 'assisted', 'manual', 'blocked', 'keep-sidecar'])
const verdicts = z.record(verdict, count)

const names = z.array(text)
const cause = z.object({ code: text, severity, title: text, holdsUp: count, objects: names, example: diagnostic })
const readiness = z.object({ all: count, today: count, afterDecision: count, stays: count })
/** How a decision can be taken. */
export const wayOut = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assume'), assumption: z.enum(assumptions) }),
  /** What is asked for, before the names of the objects; they are to be rewritten where it is absent. */
  z.object({ kind: z.literal('without'), objects: names, asks: text.optional() }),
  z.object({ kind: z.literal('show'), namespaces: names }),
  z.object({ kind: z.literal('edit') }),
])

const range = z.object({ low: z.number().min(0), high: z.number().min(0) })
const workItem = z.object({
  ledger: z.enum(ledgers),
  what: text,
  points: range,
  owner: text.optional(),
  object: z.object({ namespace: text, kind: text, name: text }).optional(),
  file: text.optional(),
  line: count.optional(),
  code: text.optional(),
  decisions: z.array(count),
})

/** `estimate -o json`. Objects are named as `VirtualService shop/cart`; `best.decisions` counts in `decisions` from 0, `decisions` of an
 * item of work from 1. */
export const estimateReportSchema = z.object({
  schemaVersion: z.literal('1'),
  target: z.enum(targetNames),
  account: resourceCounts,
  documents: documentCounts,
  /** Absent for an input without kustomizations. */
  kustomize: kustomizeBuilds.optional(),
  resources: count,
  verdicts,
  kinds: z.array(z.object({ kind: text, total: count, verdicts })),
  namespaces: z.array(z.object({ namespace: text, total: count, verdicts })),
  moves: z.enum(['workloads', 'policies']),
  readiness: readiness.extend({ namespaces: z.array(readiness.extend({ namespace: text })) }),
  decisions: z.array(z.object({ wayOut, codes: z.array(text), resources: names, namespaces: names, moves: names.optional() })),
  best: z.object({ decisions: z.array(count), moves: names }),
  access: z.record(z.enum(['equal', ...differenceVerdictOrder]), count).optional(),
  accessByNamespace: z
    .array(
      z.object({
        namespace: text,
        wider: count,
        narrower: count,
        rerouted: count,
        undetermined: count,
        settled: count,
        settledBy: z.object({ wider: count, narrower: count, rerouted: count, undetermined: count }),
        losing: z.array(z.object({ client: text, address: text, clients: names, difference: text, code: text.optional() })),
      }),
    )
    .optional(),
  holdsAll: z.object({ code: text, findings: count, resources: count }).optional(),
  untried: z.literal(true).optional(),
  /** What no figure is about: parts that were not read, and policies and Services whose pods the input lacks. */
  outside: z.object({ unread: count, policies: count, services: count }).optional(),
  /** Where kustomizations were not built: what the report is about, and how many objects they may change. */
  unbuilt: z
    .object({ kustomizations: count, unbuilt: count, files: count, filesWithObjects: count, objects: count, changeable: count })
    .optional(),
  writes: z.boolean(),
  remaining: z.array(cause),
  causes: z.array(cause),
  outcomes: z.array(z.object({ object: text, file: text, line: count, verdict, because: z.array(text) })),
  inventory: inventoryShape,
  effort: effortShape,
  work: z.array(workItem),
  cost: costShape,
  since: z
    .object({
      readiness: z.object({ before: readiness, now: readiness }),
      namespaces: z.array(z.object({ namespace: text, before: readiness.optional(), now: readiness.optional() })),
      decisions: z.array(z.object({ wayOut, codes: z.array(text), before: count.optional(), now: count.optional() })),
      points: z.object({ before: range, now: range }),
      otherWeights: z.literal(true).optional(),
    })
    .optional(),
  /** Names are pseudonyms (`--pseudonymise`). */
  pseudonymised: z.literal(true).optional(),
})
