import type { Argv } from 'yargs'

/** An option as a command declares it. */
export interface DeclaredOption {
  readonly name: string
  readonly type?: 'boolean' | 'string' | 'number'
  readonly alias?: string
  readonly choices?: readonly string[]
  readonly array?: boolean
  readonly nargs?: number
  readonly requiresArg?: boolean
  readonly default?: unknown
  readonly describe?: string
  /** What the command makes of the words; it throws at those that it does not take. */
  readonly coerce?: (value: never) => unknown
}

/** The options of a command, read from its own builder: there is no second list that could lag behind. */
export function declaredOptions(builder: (yargs: Argv) => unknown): DeclaredOption[] {
  const found: DeclaredOption[] = []
  const recorder: Argv = new Proxy({} as Argv, {
    get: (_, called) => (name: string, declared: Omit<DeclaredOption, 'name'>) => {
      if (called === 'option') found.push({ ...declared, name })
      return recorder
    },
  })
  builder(recorder)
  return found
}
