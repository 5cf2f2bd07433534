import { z } from 'zod'
import { targetNames } from '../../../translators/index.ts'
import { assumptions } from '../../model/dialect.ts'
import { stepNames } from '../../rollout/steps.ts'
import {
  count,
  diagnostic,
  documentCounts,
  fate,
  kustomizeBuilds,
  position,
  resourceCounts,
  suppressedFinding,
  text,
} from '../json-shape.ts'
import { structureSchema } from '../structure/schema.ts'
import { verificationSchema } from '../verify/schema.ts'

const skipped = position.extend({
  reason: z.enum(['empty', 'syntax-error', 'template', 'not-kubernetes', 'duplicate', 'kustomization', 'patch', 'invalid']),
  detail: text,
})

/** `convert -o json` and `diff -o json`. */
export const translationReportSchema = z.object({
  schemaVersion: z.literal('1'),
  target: z.enum(targetNames),
  options: z.object({
    versions: z.object({ istio: text, gatewayApi: text, gatewayApiChannel: z.enum(['standard', 'experimental']), cilium: text }),
    waypoints: z.enum(['namespace', 'service']),
    routes: z.enum(['auto', 'httproute', 'virtualservice']),
    assume: z.array(z.enum(assumptions)),
    regexSize: count.optional(),
    failOpen: z.literal(true).optional(),
  }),
  moves: z.object({ namespaces: z.array(text), objects: z.array(text) }),
  /** Workloads that lose their sidecars, where what moves are policies. */
  leaves: z.array(text).optional(),
  /** What stays where it is, with the finding that says why. */
  stays: z.array(
    z.object({
      object: text,
      code: text.optional(),
      message: text.optional(),
      file: text.optional(),
      line: count.optional(),
      col: count.optional(),
    }),
  ),
  /** What the output has no more, and applying it leaves in the cluster. */
  delete: z.array(
    z.object({
      apiVersion: text,
      kind: text,
      namespace: text.optional(),
      name: text,
      /** Whether it has to be deleted before the output is applied. */
      first: z.literal(true).optional(),
    }),
  ),
  /** What the cluster needs before: values of Helm charts and resources; absent where the output needs nothing. */
  prerequisites: z
    .object({
      values: z.array(z.object({ path: text, value: z.json(), why: text, source: text })),
      crds: z.array(z.object({ project: text, version: text, url: text, why: text, source: text })),
    })
    .optional(),
  /** The commands that bring the output to a cluster, in their order. */
  steps: z.array(z.object({ step: z.enum(stepNames), why: text, when: text.optional(), commands: z.array(text) })),
  account: resourceCounts,
  documents: documentCounts.extend({ added: count, skippedDocuments: z.array(skipped) }),
  fates: z.object({
    leaves: z.record(fate, count),
    resources: z.array(
      z.object({ object: text, file: text, leaves: z.array(z.object({ field: text, fate, reason: text, code: text.optional() })) }),
    ),
  }),
  files: z.array(z.object({ path: text, status: z.enum(['edited', 'added', 'removed']), text: text.optional(), patch: text.optional() })),
  diagnostics: z.array(diagnostic),
  /** Those that a configuration file suppresses; absent where it suppresses none. */
  suppressed: z.array(suppressedFinding).optional(),
  /** Absent for an input without kustomizations. */
  kustomize: kustomizeBuilds.optional(),
  /** What changes by path, with `diff --structural`. */
  structure: structureSchema.optional(),
  /** What was found when the output was compared with its input. */
  verification: verificationSchema.optional(),
})
