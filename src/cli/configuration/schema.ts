import { z } from 'zod'
import { isDay } from '../../verify/lists/last-day.ts'
import type { DeclaredOption } from '../options/declared.ts'
import { commonOptions, type TakenOption, takenOptions } from './taken-options.ts'

/** The options of each command, by its name. */
export type OptionsOfCommands = ReadonlyMap<string, readonly DeclaredOption[]>

const isWritten = (text: string): boolean => text.trim() !== ''

/** An entry of `suppress`: a finding at one object, or warnings and notes at several, with a reason and a last day. */
const suppression = z.strictObject({
  code: z.string().regex(/^US\d{4}$/, 'it is not a code such as US3001'),
  kind: z.string().min(1).optional(),
  namespace: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  field: z.string().min(1).optional(),
  reason: z.string().refine(isWritten, { error: 'is empty' }),
  by: z.string().refine(isWritten, { error: 'is empty' }).optional(),
  expires: z.string().refine(isDay, { error: 'is not a day such as 2027-01-31' }),
})

/** The file as a whole: options for every command, options of single commands, and what is suppressed. */
export function configurationSchema(commands: OptionsOfCommands) {
  const sections = [...commands].map(([name, options]) => [name, valuesOf(options).optional()] as const)
  const { shape } = valuesOf([...commands.values()].flat())
  return z.strictObject({
    ...shape,
    commands: z.strictObject(Object.fromEntries(sections)).optional(),
    suppress: z.array(suppression).optional(),
  })
}

function valuesOf(options: readonly DeclaredOption[]) {
  const taken = takenOptions([...options, ...commonOptions])
  return z.strictObject(Object.fromEntries([...taken.values()].map((option) => [option.name, optionValue(option).optional()])))
}

function optionValue({ type, words, list, describe }: TakenOption): z.ZodType {
  const many = list ? ', or a list of them' : ''
  if (type === 'boolean') return z.boolean({ error: 'is not `true` or `false`' }).describe(describe)
  if (type === 'number') return z.number({ error: 'is not a number' }).describe(describe)
  const error = words === undefined ? `is not a text${many}; quote numbers such as "1.30"` : `is not one of ${words.join(', ')}${many}`
  const one = words === undefined ? z.string({ error }).min(1, { error: 'is empty' }) : z.enum(words as [string, ...string[]], { error })
  return (list ? z.union([one, z.array(one).min(1)], { error }) : one).describe(describe)
}
