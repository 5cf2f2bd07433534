import { z } from 'zod'
import { targetNames } from '../../../translators/index.ts'
import type { DifferenceVerdict, TrafficEvidence } from '../../verify/comparison.ts'
import { covering } from '../covering.ts'
import { decisionSchema, place, requestSchema, strings } from '../decision/schema.ts'
import { count, diagnostic, kustomizeBuilds, position, suppressedFinding, text } from '../json-shape.ts'
import { structureSchema } from '../structure/schema.ts'

const differenceVerdict = covering<DifferenceVerdict>()(z.enum(['wider', 'narrower', 'rerouted', 'undetermined', 'identified']))

export const differenceSchema = z.object({
  id: text,
  fails: z.boolean(),
  verdict: differenceVerdict,
  destinations: strings,
  clients: strings,
  witness: z
    .object({
      request: requestSchema,
      requestBefore: requestSchema.optional(),
      externalAllows: z.boolean().optional(),
      before: decisionSchema,
      after: decisionSchema,
    })
    .optional(),
  needs: text.optional(),
  changed: strings,
  /** What explains it beside the rules. */
  causes: z.array(place.extend({ what: text })),
  /** What `changed` names, with the values of the witness on both sides. */
  changes: z.array(z.object({ what: text, before: strings, after: strings })),
  parts: count,
  classes: z.number().min(1),
  /** For `identified`: of pod ports that no Service leads to. */
  withoutService: z.literal(true).optional(),
  announcedBy: z.object({ code: text, message: text, ...place.partial().shape }).optional(),
  assumedAway: text.optional(),
  /** It is let in past a check of tokens, as `--allow-fail-open` accepts. */
  failsOpen: z.literal(true).optional(),
  acceptedBy: z.object({ reason: text, expires: text, by: text.optional() }).optional(),
  /** The report that `--baseline` names has it too. */
  inBaseline: z.literal(true).optional(),
  /** What traffic that was seen says of it; absent where none was looked at. */
  traffic: z
    .object({
      seen: covering<TrafficEvidence['seen']>()(z.enum(['yes', 'no', 'unknown'])),
      between: z.array(
        z.object({
          from: text,
          to: text,
          amounts: z.array(z.object({ unit: text, amount: z.number(), refused: z.number() })),
          series: strings,
        }),
      ),
      because: strings,
    })
    .optional(),
})

export const comparisonShape = {
  parts: z.object({ equal: count, wider: count, narrower: count, rerouted: count, undetermined: count, identified: count }),
  /** Whether traffic was looked at, and how much of which files. */
  traffic: z.union([z.object({ lookedAt: z.literal(true), files: strings, series: count }), z.object({ lookedAt: z.literal(false) })]),
  differences: z.array(differenceSchema),
  outside: z.array(place.extend({ what: text })),
  assumptions: strings,
  /** What was not read, so that nothing is known of what it decides. */
  unread: z.array(z.object({ why: text, what: text, ...position.partial().shape })),
}

/** What became wider or not, as `convert -o json` has it. */
export const verificationSchema = z.union([
  z.object({ verified: z.literal(true), ...comparisonShape }),
  z.object({ verified: z.literal(false), reason: text }),
])

/** `verify -o json`. */
export const verifyReportSchema = z.object({
  schemaVersion: z.literal('1'),
  target: z.enum(targetNames).optional(),
  failOn: differenceVerdict,
  /** Whether what cannot be known makes it fail. */
  failOnUndetermined: z.boolean(),
  fails: z.boolean(),
  /** False when part of the input could not be read: `diagnostics` says which. */
  complete: z.boolean(),
  ...comparisonShape,
  expectations: z.array(
    position.extend({
      name: text,
      side: z.enum(['before', 'after']),
      expected: text,
      got: text,
      passed: z.boolean(),
      decision: decisionSchema.optional(),
    }),
  ),
  /** `interim`: what a state refuses that both the start and the end let in; `before` is the end there. */
  states: z.array(z.object({ k: count, namespaces: strings, ...comparisonShape, interim: z.array(differenceSchema) })).optional(),
  diagnostics: z.array(diagnostic),
  /** Those that a configuration file suppresses; absent where it suppresses none. */
  suppressed: z.array(suppressedFinding).optional(),
  /** The files that change, with `diff --against`. */
  files: z.array(z.object({ path: text, status: z.enum(['edited', 'added', 'removed']), patch: text })).optional(),
  /** Absent for an input without kustomizations. */
  kustomize: kustomizeBuilds.optional(),
  /** What changes by path, with `diff --structural`. */
  structure: structureSchema.optional(),
})
