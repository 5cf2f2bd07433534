import { readFileSync } from 'node:fs'
import yargs from 'yargs'
import { targets } from '../../translators/index.ts'
import { textLines } from '../report/escape/lines.ts'
import { forLogs } from '../report/escape/log.ts'
import { unpainted } from '../report/paint.ts'
import { capabilitiesCommand } from './commands/capabilities.ts'
import { convertCommand } from './commands/convert.ts'
import { diffCommand } from './commands/diff.ts'
import { estimateCommand } from './commands/estimate.ts'
import { explainCommand } from './commands/explain.ts'
import { traceCommand } from './commands/trace.ts'
import { verifyCommand } from './commands/verify.ts'
import { usageComplaint } from './complaint.ts'
import { InputRefusedError, OutputError, UsageError } from './errors.ts'
import { type ExitCode, exitCodeHelp, exitCodes } from './exit-codes.ts'
import type { Run } from './run.ts'
import { keepStandardInput } from './standard-input.ts'
import { processTerminal, streamFailure, watchStreams } from './terminal.ts'

const titles = Object.values(targets).map(({ title }) => title)

/** Runs the command line and returns the exit code; nothing below it ends the process. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  watchStreams()
  const run: Run = { terminal: ({ color }) => processTerminal(color ?? true), exitCode: exitCodes.clean }
  const parser = yargs(keepStandardInput(argv))
    .scriptName('unsidecar')
    .usage(`$0 <command>\n\nMoves a mesh off Istio sidecars: manifests in, manifests for ${titles.join(' or ')} out.`)
    .command(convertCommand(run))
    .command(diffCommand(run))
    .command(verifyCommand(run))
    .command(traceCommand(run))
    .command(estimateCommand(run))
    .command(explainCommand(run))
    .command(capabilitiesCommand(run))
    .option('color', { type: 'boolean', default: true, describe: 'colour on a terminal (--no-color, NO_COLOR)' })
    .demandCommand(1, 1, 'a command is needed')
    .help('help')
    .alias('help', 'h')
    .strict()
    .recommendCommands()
    .version(packageVersion())
    .command('version', 'print the version', {}, () => {
      process.stdout.write(`${packageVersion()}\n`)
    })
    .completion('completion', 'print a shell completion script')
    .epilogue(exitCodeHelp)
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message)
    })
  try {
    await parser.parseAsync()
    const failure = await streamFailure()
    if (failure !== undefined) throw new OutputError(failure)
    return run.exitCode
  } catch (error) {
    return complain(error, await parser.getHelp())
  }
}

function complain(error: unknown, help: string): ExitCode {
  if (error instanceof OutputError) {
    tell(textLines([`unsidecar: ${error.message}`]))
    return exitCodes.usage
  }
  if (error instanceof InputRefusedError) {
    tell(textLines([`unsidecar: ${error.message}`, ...error.wayOut]))
    return exitCodes.usage
  }
  if (error instanceof UsageError || (error instanceof Error && error.name === 'YError')) {
    const complaint = usageComplaint(error.message, help)
    // The argument parser may speak in several lines; what we say is one, whatever names are in it.
    tell(error instanceof UsageError ? textLines([`unsidecar: ${complaint}`]) : `unsidecar: ${complaint}\n`)
    tell('See `unsidecar --help`.\n')
    return exitCodes.usage
  }
  tell(`unsidecar: internal error (please report it)\n${error instanceof Error ? error.stack : String(error)}\n`)
  return exitCodes.internal
}

function tell(text: string): void {
  process.stderr.write(unpainted(forLogs(text)))
}

function packageVersion(): string {
  // From src/cli in the sources, from dist/src/cli when built.
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      return (JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string }).version
    } catch {
      // Tried at the other place.
    }
  }
  return 'unknown'
}
