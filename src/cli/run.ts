import type { ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** What a command is given besides its arguments, and where it leaves its answer. */
export interface Run {
  readonly terminal: (args: { color?: boolean | undefined }) => Terminal
  exitCode: ExitCode
}

/** Wrong arguments: one line and a pointer to the help, exit code 2. */
export class UsageError extends Error {}

/** What was to be written could not be, such as on a full disk: one line, exit code 2. */
export class OutputError extends Error {}

/** The input is read and will not do: one line, then what to do about it, exit code 2. */
export class InputRefusedError extends Error {
  readonly wayOut: readonly string[]

  constructor(message: string, wayOut: readonly string[]) {
    super(message)
    this.wayOut = wayOut
  }
}
