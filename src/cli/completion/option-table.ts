import type { Argv } from 'yargs'

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

interface Declared {
  readonly type?: string
  readonly alias?: string
  readonly choices?: readonly string[]
  readonly default?: unknown
  readonly describe?: string
}

/** The options that a command declares, read from its own builder: there is no second list that could lag behind. */
export function optionsDeclaredBy(builder: (yargs: Argv) => unknown): CompletedOption[] {
  const found: CompletedOption[] = []
  const recorder: Argv = new Proxy({} as Argv, {
    get: (_, called) => (name: string, declared: Declared) => {
      if (called === 'option') found.push(...completedOptions(name, declared))
      return recorder
    },
  })
  builder(recorder)
  return found
}

function completedOptions(name: string, { type, alias, choices, describe = '', ...rest }: Declared): CompletedOption[] {
  const one = { name, ...(alias === undefined ? {} : { alias }), describe }
  if (choices !== undefined) return [{ ...one, takes: choices }]
  if (type !== 'boolean') return [{ ...one, takes: 'anything' }]
  return rest.default === true ? [{ name: `no-${name}`, describe, takes: 'none' }] : [{ ...one, takes: 'none' }]
}

/** What every command takes. */
export const optionsOfAll: readonly CompletedOption[] = [
  { name: 'help', alias: 'h', describe: 'show help', takes: 'none' },
  { name: 'no-color', describe: 'no colour on a terminal', takes: 'none' },
]
