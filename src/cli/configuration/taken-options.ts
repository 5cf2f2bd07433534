import type { DeclaredOption } from '../options/declared.ts'
import { readOptions, writtenOptions } from '../options/file-options.ts'

/**
 * Options that only the command line has. A file comes with a repository, and so with each pull request: it must not make the
 * program write anything (docs/decisions/235), or what lets more in, or read a cluster: a kubeconfig names programs that kubectl starts.
 */
export const commandLineOnly: ReadonlySet<string> = new Set([
  ...writtenOptions,
  'in-place',
  'allow-fail-open',
  'force',
  'context',
  'kubeconfig',
  'show-commands',
  'shard',
  // A name and a path in one word.
  'cluster',
])

/** Options that name files or folders: in the configuration they are relative to it. A program is named on the command line only. */
export const pathOptions: ReadonlySet<string> = new Set([...readOptions].flatMap(([name, use]) => (use === 'program' ? [] : [name])))

/** Words that an option takes in the configuration, where it takes more on the command line: a path there would be a program that is started. */
const fewerWords: ReadonlyMap<string, readonly string[]> = new Map([['kustomize', ['auto', 'off']]])

/** Options whose words depend on what a command does, so that the configuration may have one for each. */
const severalWords: ReadonlySet<string> = new Set(['to', 'fail-on'])

/** What all commands take beside their own options. */
export const commonOptions: readonly DeclaredOption[] = [
  { name: 'color', type: 'boolean', default: true, describe: 'colour on a terminal' },
]

/** The kinds of values that an option has in the configuration. */
export interface TakenOption {
  readonly name: string
  readonly type: 'boolean' | 'string' | 'number'
  readonly words?: readonly string[]
  /** Whether a list of them is a value too. */
  readonly list: boolean
  readonly describe: string
}

/** What the configuration may have of the options that one or more commands declare, by name. */
export function takenOptions(declared: readonly DeclaredOption[]): ReadonlyMap<string, TakenOption> {
  const taken = new Map<string, TakenOption>()
  for (const { name, type = 'string', choices, array = false, describe = '' } of declared) {
    if (commandLineOnly.has(name)) continue
    const known = taken.get(name)
    const words = fewerWords.get(name) ?? (choices === undefined ? known?.words : [...new Set([...(known?.words ?? []), ...choices])])
    taken.set(name, {
      name,
      type,
      ...(words === undefined ? {} : { words }),
      list: array || severalWords.has(name) || known?.list === true,
      describe: known?.describe ?? describe,
    })
  }
  return taken
}
