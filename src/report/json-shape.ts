import { z } from 'zod'
import type { Severity } from '../diagnostics/diagnostic.ts'
import type { Fate } from '../diagnostics/fate.ts'
import { covering } from './covering.ts'

/*
 * What the JSON reports have in common. Unlike the model's schema, they allow unknown fields: a new version of the tool may add some.
 */

export const text = z.string()
export const count = z.int().min(0)
export const severity = covering<Severity>()(z.enum(['error', 'warning', 'info']))
export const fate = covering<Fate>()(z.enum(['kept', 'no-effect', 'translated', 'stricter', 'refused']))
export const position = z.object({ file: text, line: count, col: count })

export const diagnostic = z
  .object({
    code: text.regex(/^US\d{4}$/),
    severity,
    message: text,
    help: text,
    fate: fate.optional(),
    file: text.optional(),
    line: count.optional(),
    col: count.optional(),
    object: text.optional(),
    field: text.optional(),
    /** The report that `--baseline` names has it too. */
    inBaseline: z.literal(true).optional(),
    related: z.array(position.extend({ object: text, field: text, message: text })),
  })
  .meta({ id: 'Diagnostic' })

/** A finding that a configuration file suppresses, with what it says of that. */
export const suppressedFinding = diagnostic.extend({ reason: text, expires: text, by: text.optional() })

export const documentCounts = z.object({ read: count, translated: count, kept: count, removed: count, skipped: count })

/** Resources (Kubernetes objects), which is what every report counts. */
export const resourceCounts = z.object({ read: count, translated: count, kept: count, removed: count, unread: count, added: count })

/** Which kustomizations were built before and after, and with what; `without` says why there is no program. */
export const kustomizeBuilds = z.object({
  program: text.optional(),
  without: text.optional(),
  leaves: z.array(z.object({ path: text, compared: z.boolean(), problem: text.optional() })),
})
