import type { ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** What a command is given besides its arguments, and where it leaves its answer. */
export interface Run {
  readonly terminal: (args: { color?: boolean | undefined }) => Terminal
  exitCode: ExitCode
}
