/** Wrong arguments: one line and a pointer to the help, exit code 2. */
export class UsageError extends Error {}

/** What was to be written could not be, such as on a full disk: one line, exit code 2. */
export class OutputError extends Error {
  /** The signal that asked to stop, if one did: the process ends by it once the line is said. */
  readonly signal: NodeJS.Signals | undefined

  constructor(message: string, signal?: NodeJS.Signals) {
    super(message)
    this.signal = signal
  }
}

/** The input is read and will not do: one line, then what to do about it, exit code 2. */
export class InputRefusedError extends Error {
  readonly wayOut: readonly string[]

  constructor(message: string, wayOut: readonly string[]) {
    super(message)
    this.wayOut = wayOut
  }
}
