/** What the process answers; printed by `--help`, the same for every command. */
export const exitCodes = {
  clean: 0,
  findings: 1,
  usage: 2,
  internal: 3,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export const exitCodeHelp = `Exit codes:
  0  clean
  1  findings or differences at or above --fail-on; for diff any difference, for verify a failed expectation too
  2  wrong usage, or input that could not be read
  3  internal error (please report it)`
