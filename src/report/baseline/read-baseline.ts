import { z } from 'zod'
import { type Baseline, changeKey, deletionKey, findingKey } from './baseline.ts'

const differences = z.array(z.object({ id: z.string() }))

const reportShape = z.object({
  schemaVersion: z.literal('1'),
  target: z.string().optional(),
  /** Of `verify`, and of `diff --against`. */
  differences: differences.optional(),
  states: z.array(z.object({ differences, interim: differences })).default([]),
  /** Of `diff --to`. */
  verification: z.object({ differences: differences.optional() }).optional(),
  diagnostics: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      object: z.string().optional(),
      field: z.string().optional(),
      file: z.string().optional(),
    }),
  ),
  files: z.array(z.object({ path: z.string(), patch: z.string().optional() })).default([]),
  delete: z.array(z.object({ apiVersion: z.string(), kind: z.string(), namespace: z.string().optional(), name: z.string() })).default([]),
})

/**
 * Reads the JSON report of an earlier run. `target` is what the report has to be about: the target of a translation, or undefined for two sets
 * of manifests. The answer is the end of a sentence where it cannot be a baseline. Never throws for bad input.
 */
export function readBaseline(text: string, target: string | undefined): Baseline | { readonly problem: string } {
  const report = reportShape.safeParse(jsonOf(text))
  if (!report.success) return { problem: 'is not a JSON report of verify or diff (`-o json`)' }
  const { data } = report
  const found = data.differences ?? data.verification?.differences
  if (found === undefined) return { problem: 'has no differences: it was written with --no-verify' }
  if (data.target !== target) return { problem: `is about ${subject(data.target)}, and this is about ${subject(target)}` }
  const findings = new Map<string, number>()
  for (const finding of data.diagnostics) findings.set(findingKey(finding), (findings.get(findingKey(finding)) ?? 0) + 1)
  const inStates = data.states.flatMap((state) => [...state.differences, ...state.interim])
  return {
    differences: new Set([...found, ...inStates].map(({ id }) => id)),
    findings,
    changes: new Set(data.files.flatMap(({ path, patch }) => (patch === undefined ? [] : [changeKey(path, patch)]))),
    deletions: new Set(data.delete.map(deletionKey)),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function subject(target: string | undefined): string {
  return target === undefined ? 'two sets of manifests' : `a translation to ${target}`
}
