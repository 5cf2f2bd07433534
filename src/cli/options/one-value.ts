import { UsageError } from '../process/errors.ts'
import type { DeclaredOption } from './declared.ts'

/** An option that takes one value and was given several: the command would take the list for it. */
export function requireOneValue(args: Readonly<Record<string, unknown>>, declared: readonly DeclaredOption[]): void {
  const several = declared.some(({ name }) => name === 'against')
  for (const { name, array = false } of declared)
    if (Array.isArray(args[name]) && !array && !(name === 'to' && several)) throw new UsageError(`\`--${name}\` is given more than once`)
}
