import { z } from 'zod'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { AcceptEntry } from './accept-list.ts'
import { isDay } from './last-day.ts'
import { readListFile } from './list-file.ts'

const entrySchema = z
  .strictObject({
    difference: z.enum(['narrower', 'wider', 'rerouted', 'undetermined', 'identified']).optional(),
    code: z
      .string()
      .regex(/^US\d{4}$/, 'it is not a code such as US3001')
      .optional(),
    witness: z.string().min(1).optional(),
    destination: z.string().min(1).optional(),
    reason: z.string().refine((text) => text.trim() !== '', { error: 'is empty' }),
    by: z
      .string()
      .refine((text) => text.trim() !== '', { error: 'is empty' })
      .optional(),
    expires: z.string().refine(isDay, { error: 'is not a day such as 2027-01-31' }),
  })
  .refine(({ code, witness }) => code !== undefined || witness !== undefined, { error: 'needs a `code` or a `witness`' })

/** Reads an accept-list: `accept:` and a list of entries. Entries that are not valid are reported and left out. */
export function readAcceptList(text: string, file: string): { entries: readonly AcceptEntry[]; diagnostics: readonly Diagnostic[] } {
  return readListFile(text, file, 'accept', entrySchema)
}
