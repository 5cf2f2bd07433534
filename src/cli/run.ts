import type { ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** What a command is given besides its arguments, and where it leaves its answer. */
export interface Run {
  readonly terminal: (args: { color?: boolean | undefined }) => Terminal
  exitCode: ExitCode
}

/** Something the user can mend: wrong arguments, a folder in the way. Told in one line, exit code 2. */
export class UsageError extends Error {}
