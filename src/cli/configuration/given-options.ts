import yargs from 'yargs'
import type { DeclaredOption } from '../options/declared.ts'

/** What the command line itself says, without defaults. */
export interface GivenOptions {
  /** By the long names of the options. */
  readonly options: Readonly<Record<string, unknown>>
  /** Whether it names files, as words or with `-f`. */
  readonly paths: boolean
  /** Options that the command does not have. */
  readonly unknown: readonly string[]
}

/** What every command takes beside its own options. */
const everywhere: readonly DeclaredOption[] = [
  { name: 'config', type: 'string' },
  { name: 'color', type: 'boolean' },
]

/** Reads arguments that begin with the name of a command. What is wrong with them is said when they are parsed for good. */
export function givenOptions(argv: readonly string[], declared: readonly DeclaredOption[]): GivenOptions {
  const parser = yargs([...argv])
    .help(false)
    .version(false)
    .exitProcess(false)
  // Without their kinds `--color` would take the word after it, which may be a path.
  for (const { name, type, alias, array, nargs } of [...declared, ...everywhere])
    parser.option(name, {
      ...(type === undefined ? { type: 'string' } : { type }),
      ...(alias === undefined ? {} : { alias }),
      ...(array === undefined ? {} : { array }),
      ...(nargs === undefined ? {} : { nargs }),
    })
  const args = parser.fail(false).parseSync() as Readonly<Record<string, unknown>> & { readonly _: readonly unknown[] }
  const known = new Set(
    [...declared, ...everywhere].flatMap(({ name, alias = name }) => [
      name,
      alias,
      name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    ]),
  )
  const named = [...declared, ...everywhere].filter(({ name }) => args[name] !== undefined)
  return {
    options: Object.fromEntries(named.map(({ name }) => [name, args[name]])),
    paths: args._.length > 1 || args.filename !== undefined,
    unknown: Object.keys(args).filter((name) => !['_', '$0'].includes(name) && !known.has(name)),
  }
}
