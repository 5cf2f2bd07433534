import { severalLines } from '../../diagnostics/printable.ts'

/**
 * A report as terminals and build logs may show it. The last line of defence, at the one place where reports leave the process: what is not
 * seen is written out, and no line is a command to the machine that runs the build.
 */
export function forLogs(text: string): string {
  return withoutCommands(severalLines(text).replace(/^([ \t]*):(?=:)/gm, '$1\\u003a'))
}

/**
 * GitHub reads `::error::…` at the start of a line, and `##[error]` anywhere, as commands; Azure Pipelines reads `##vso[…]`
 * (actions/runner:src/Runner.Common/ActionCommand.cs).
 */
export function withoutCommands(text: string): string {
  return text.replace(/##(vso)?\[/gi, '##$1\\u005b')
}
