import type { Argv } from 'yargs'
import { type DeclaredOption, declaredOptions } from '../options/declared.ts'

/** An option as a shell completes it. */
export interface CompletedOption {
  /** Such as `output`, and `no-verify` for the other side of a switch that is on. */
  readonly name: string
  readonly alias?: string
  readonly describe: string
  /** `none` for a switch; otherwise what it takes: one of some words, or anything, which shells complete as a path. */
  readonly takes: 'none' | 'anything' | readonly string[]
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string
  readonly describe: string
  readonly options: readonly CompletedOption[]
  /** What stands beside options: words, or paths. */
  readonly operands: 'paths' | readonly string[]
}

/** The options that a command declares, as shells complete them. */
export function optionsDeclaredBy(builder: (yargs: Argv) => unknown): CompletedOption[] {
  return declaredOptions(builder).flatMap(completedOptions)
}

function completedOptions({ name, type, alias, choices, describe = '', ...rest }: DeclaredOption): CompletedOption[] {
  const one = { name, ...(alias === undefined ? {} : { alias }), describe }
  if (choices !== undefined) return [{ ...one, takes: choices }]
  if (type !== 'boolean') return [{ ...one, takes: 'anything' }]
  return rest.default === true ? [{ name: `no-${name}`, describe, takes: 'none' }] : [{ ...one, takes: 'none' }]
}

/** What every command takes. */
export const optionsOfAll: readonly CompletedOption[] = [
  { name: 'help', alias: 'h', describe: 'show help', takes: 'none' },
  { name: 'no-color', describe: 'no colour on a terminal', takes: 'none' },
  { name: 'config', describe: 'a configuration file in place of unsidecar.yaml', takes: 'anything' },
  { name: 'no-config', describe: 'read no configuration file', takes: 'none' },
]
