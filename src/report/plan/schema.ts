import { z } from 'zod'
import { targetNames } from '../../../translators/index.ts'
import type { Interruption } from '../../plan/availability/wave-restarts.ts'
import type { CallEvidence } from '../../plan/call-graph.ts'
import type { Phase } from '../../plan/plan.ts'
import { stepKinds } from '../../plan/step-kind.ts'
import type { TriedWay } from '../../plan/way-out.ts'
import type { Applier } from '../../rollout/applier.ts'
import { covering } from '../covering.ts'
import { place, strings } from '../decision/schema.ts'
import { wayOut } from '../estimate/schema.ts'
import { count, diagnostic, text } from '../json-shape.ts'
import { comparisonShape, differenceSchema } from '../verify/schema.ts'

/** Where a step is made in the source, and what brings that to the cluster. */
const source = z.object({
  object: text,
  what: z.enum(['adds', 'changes', 'deletes']),
  at: z.array(z.object({ file: text, line: count.optional() })),
  builtBy: strings,
  origin: z.object({ by: z.enum(['kustomize', 'chart']), file: text.optional(), name: text.optional() }).optional(),
  appliedBy: place
    .partial()
    .extend({
      controller: text,
      kind: covering<Applier['kind']>()(z.enum(['Application', 'Kustomization', 'HelmRelease'])),
      name: text,
      namespace: text.optional(),
      undoes: z.enum(['yes', 'no', 'unknown']),
      syncWave: text.optional(),
    })
    .optional(),
})

const step = z.object({
  kinds: z.array(z.enum(stepKinds)).min(1),
  folder: text,
  adds: strings,
  changes: strings,
  removes: strings,
  commands: strings,
  checks: strings,
  rollback: strings,
  /** Pairs of which istiod takes the older one, and of which the first may be the younger one after the way back. */
  unclearAges: z.array(strings),
  source: z.array(source),
  /** After each of its parts; `undetermined` counts what the input does not say enough about, beyond what it does not at the end. */
  states: z.array(z.object({ parts: comparisonShape.parts, undetermined: count })).min(1),
  /** What is denied or sent elsewhere once it is done, and at the end no more. */
  interim: z.array(differenceSchema),
  /** What would be allowed between its parts. */
  between: z.array(differenceSchema),
})

/** A request to send, and what is expected before the wave and after each of its steps: `-` where the input does not say. */
const request = z.object({
  client: z.object({ namespace: text, serviceAccount: text, outOfMesh: z.boolean() }),
  to: z.object({ host: text.optional(), pod: text.optional(), port: count }),
  method: text,
  path: text,
  headers: z.array(z.object({ name: text, value: text })),
  http2: z.boolean(),
  expected: z.array(z.string().regex(/^(?:-|allowed|connection|answer-\d{3}|40[013])$/)),
})

/** Pods that are made anew: `uncounted` workloads have as many as nodes or runs. `alone` have one, which stops once the next one is ready. */
const restarts = z.object({
  pods: z.object({ low: count, high: count }),
  uncounted: count,
  interrupted: z.array(place.extend({ kind: covering<Interruption>()(z.enum(['recreate', 'one-pod', 'deleted'])) })),
  alone: z.array(place),
  /** `forbids`: of so many pods no eviction is allowed. */
  budgets: z.array(place.extend({ forbids: count.optional() })),
})

const wave = z.object({
  number: count,
  phase: covering<Phase>()(z.enum(['preparation', 'pilot', 'rollout', 'hardening'])),
  folder: text,
  namespaces: strings,
  moves: strings,
  callers: strings,
  rules: count,
  sourceFiles: z.array(z.object({ path: text, status: z.enum(['unchanged', 'edited', 'added', 'removed']) })),
  between: z.array(differenceSchema),
  /** What was tried against what is allowed on the way, and whether it helps. */
  waysOut: z.array(
    z.object({
      kind: covering<TriedWay['kind']>()(z.enum(['deny-meanwhile', 'stays'])),
      namespaces: strings,
      helps: z.boolean(),
      policy: z.string().optional(),
    }),
  ),
  restarts: restarts.optional(),
  /** Waypoints that it adds, with what of the input scales them and limits evictions; `waypoints.optional` has what is lacking. */
  waypoints: z.array(z.object({ waypoint: text, autoscaler: place.optional(), budget: place.optional() })),
  requests: z.array(request),
  /** Ports of Services and pods to which no request is sent, because there are too many. */
  notRequested: strings,
  steps: z.array(step),
})

/** `plan -o json`. Commands are run in the folder of the rollout, which `--output-dir` writes. */
export const planReportSchema = z.object({
  schemaVersion: z.literal('1'),
  target: z.enum(targetNames),
  opensOnTheWay: z.boolean(),
  search: z.object({ states: count, exhaustive: z.boolean() }),
  moved: strings,
  /** Objects that an earlier conversion added in namespaces of which something is left to do. */
  addedBefore: strings,
  /** `shown` is what the input says about it. */
  preflight: z.array(z.object({ what: text, command: text, shown: place.extend({ holds: z.boolean() }).optional() })),
  prepare: strings,
  /** How many steps, the first ones of all waves, the input shows to be done: it was planned from how it was before them. */
  done: count.optional(),
  /** What is applied before the first wave, by a format that builds the objects. */
  begin: strings.optional(),
  waves: z.array(wave),
  /** What is deleted long after the last wave: once `when` is so. */
  last: z.object({ when: text, commands: strings }).optional(),
  calls: z.array(
    place.partial().extend({
      client: text,
      server: text,
      evidence: covering<CallEvidence>()(z.enum(['policy', 'route', 'Sidecar', 'ServiceEntry', 'traffic'])),
      /** Of traffic, in place of an object: `traffic.json data.result[3]`. */
      series: text.optional(),
    }),
  ),
  held: z.array(z.object({ object: text, cause: diagnostic })),
  /** What would let more move, each decision tried alone; `together` counts in `decisions` from 0. */
  pending: z
    .object({
      decisions: z.array(z.object({ wayOut, codes: strings, resources: strings, moves: strings.optional() })),
      together: z.array(count),
      today: count,
      moves: count,
      withAll: count,
    })
    .optional(),
  end: z.object(comparisonShape),
})
