import type { PrintedValue } from '../../report/configuration/report.ts'
import { positionText } from '../../report/findings/text.ts'
import type { DeclaredOption } from '../options/declared.ts'
import type { Configuration, ConfiguredValue } from './configuration.ts'
import type { GivenOptions } from './given-options.ts'
import { commonOptions } from './taken-options.ts'
import type { ValuesForCommand } from './values-for.ts'

/** Where each option of a command has its value from, in the order of its help. */
export function valueOrigins(declared: readonly DeclaredOption[], given: GivenOptions, { values }: ValuesForCommand): PrintedValue[] {
  return [...declared, ...commonOptions].map(({ name, default: fallback }): PrintedValue => {
    if (name in given.options) return { option: name, value: given.options[name], from: 'flag' }
    const own = values.find(({ option }) => option === name)
    if (own !== undefined) return fromFile(own)
    return { option: name, ...(isNothing(fallback) ? {} : { value: fallback }), from: 'default' }
  })
}

/** All values of a file, those of commands under `commands.COMMAND`. */
export function valuesOfFile({ shared, commands }: Configuration): PrintedValue[] {
  const own = [...commands].flatMap(([name, values]) => values.map((value) => ({ ...value, option: `commands.${name}.${value.option}` })))
  return [...shared, ...own].map(fromFile)
}

function fromFile({ option, value, span }: ConfiguredValue): PrintedValue {
  return { option, value, from: 'file', at: positionText(span) }
}

function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0)
}
