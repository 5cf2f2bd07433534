import { z } from 'zod'
import type { EarlierEstimate } from '../../estimate/since.ts'
import { estimateReportSchema } from './schema.ts'

const one = estimateReportSchema.pick({
  schemaVersion: true,
  target: true,
  readiness: true,
  decisions: true,
  effort: true,
  pseudonymised: true,
})
const schema = z.union([one, z.object({ estimates: z.record(z.string(), one) })])

/** The estimate of one target in a report of `estimate -o json`, or what is wrong with it, as the end of a sentence that begins with its name. */
export function readEarlierEstimate(text: string, target: string): EarlierEstimate | { readonly problem: string } {
  let value: unknown
  try {
    // Windows PowerShell writes a byte order mark before what a program prints.
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return { problem: 'is not JSON' }
  }
  const result = schema.safeParse(value)
  if (!result.success) return { problem: 'is not a report of `estimate -o json`' }
  const found = 'estimates' in result.data ? result.data.estimates[target] : result.data.target === target ? result.data : undefined
  if (found === undefined) return { problem: `has no estimate of ${target}` }
  if (found.pseudonymised === true) return { problem: 'has pseudonyms, which are not the names of this input' }
  return found
}
