import type { Argv, CommandModule } from 'yargs'
import type { ExitCode } from './process/exit-codes.ts'
import type { Terminal } from './process/terminal.ts'

/** What a command is given besides its arguments, and where it leaves its answer. */
export interface Run {
  /** The arguments as they were given. */
  readonly argv: readonly string[]
  readonly terminal: (args: { color?: boolean | undefined }) => Terminal
  exitCode: ExitCode
  /** What a configuration file says in place of options that the command line does not have. */
  configured?: readonly ConfiguredOption[]
}

/** An option that has its value from a configuration file, and its place there. */
export interface ConfiguredOption {
  readonly option: string
  readonly at: string
}

/** What a command takes and does. */
export interface CommandBody<Arguments> {
  readonly builder: (yargs: Argv) => Argv<Arguments>
  readonly handler: NonNullable<CommandModule<object, Arguments>['handler']>
}

/** A command as the help lists it. */
export interface CommandEntry {
  readonly name: string
  /** With its positional arguments, as yargs takes it. */
  readonly command: string
  readonly describe: string
  /** Each command has arguments of its own, which its own builder describes. */
  readonly load: () => Promise<(run: Run) => { readonly builder: (yargs: Argv) => unknown; readonly handler: (args: never) => unknown }>
}
