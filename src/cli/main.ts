import yargs, { type CommandModule } from 'yargs'
import { titles } from '../../translators/titles.ts'
import { OutOfRoomError } from '../diagnostics/room.ts'
import { textLines } from '../report/escape/lines.ts'
import { forLogs } from '../report/escape/log.ts'
import { unpainted } from '../report/paint.ts'
import { commands } from './commands/index.ts'
import { type LoadedConfiguration, loadConfiguration, optionsOfCommands, takesConfiguration } from './configuration/load.ts'
import { declaredOptions } from './options/declared.ts'
import { requireOneValue } from './options/one-value.ts'
import { configuredHints, usageComplaint } from './process/complaint.ts'
import { InputRefusedError, OutputError, UsageError } from './process/errors.ts'
import { type ExitCode, exitCodeHelp, exitCodes } from './process/exit-codes.ts'
import { growSlowly } from './process/heap-growth.ts'
import { optimiseLater } from './process/late-optimisation.ts'
import { watchMemory } from './process/memory-watch.ts'
import { packageVersion } from './process/package-version.ts'
import { keepStandardInput } from './process/standard-input.ts'
import { processTerminal, streamFailure, watchStreams } from './process/terminal.ts'
import type { Run } from './run.ts'

const purpose = `Moves a mesh off Istio sidecars: manifests in, manifests for ${Object.values(titles).join(' or ')} out.`

/** Runs the command line, under the name that its help shows, and returns the exit code; nothing below it ends the process. */
export async function main(argv: readonly string[], program = 'unsidecar'): Promise<ExitCode> {
  optimiseLater()
  growSlowly()
  watchStreams()
  watchMemory()
  const chosen: Chosen = {}
  const run: Run = { argv, terminal: ({ color }) => processTerminal(color ?? true), exitCode: exitCodes.clean }
  const parser = yargs(keepStandardInput(argv))
    .scriptName(program)
    .usage(`$0 <command>\n\n${purpose}`)
    // Messages are the same in every locale; those about wrong usage are read again below.
    .detectLocale(false)
    .command(await commandModules(argv, run, chosen))
    .option('config', {
      type: 'string',
      requiresArg: true,
      describe: 'a configuration file in place of unsidecar.yaml (--no-config reads none)',
    })
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
    .epilogue(exitCodeHelp)
    .wrap(asksForHelp(argv) ? Math.min(110, process.stdout.columns ?? 110) : null)
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message)
    })
  try {
    await parsed(parser)
    await chosen.command?.()
    const failure = await streamFailure()
    if (failure !== undefined) throw new OutputError(failure)
    return run.exitCode
  } catch (error) {
    return complain(error, await parser.getHelp(), run)
  }
}

/** The command that the arguments name, with its arguments. It runs when they are parsed: yargs lays out the help before it waits for a command. */
interface Chosen {
  command?: () => unknown
}

/** Thrown once a command has its arguments: after that the parser would lay out its help, which is read only where they are wrong. */
class ArgumentsRead extends Error {
  override readonly name = 'ArgumentsRead'
}

async function parsed(parser: { parseAsync(): Promise<unknown> }): Promise<void> {
  try {
    await parser.parseAsync()
  } catch (error) {
    if (!(error instanceof ArgumentsRead)) throw error
  }
}

/** The commands as yargs takes them: those that the arguments may name as a whole, the others as the help lists them. */
async function commandModules(argv: readonly string[], run: Run, chosen: Chosen): Promise<CommandModule[]> {
  let found: Promise<LoadedConfiguration | undefined> | undefined
  const configuration = (): Promise<LoadedConfiguration | undefined> => {
    found ??= loadConfiguration(argv, () => optionsOfCommands(commands, run))
    return found
  }
  const modules = commands.map(async ({ name, command, describe, load }): Promise<CommandModule> => {
    if (!argv.includes(name)) return { command, describe, handler: () => notLoaded(name) }
    const { builder, handler } = (await load())(run)
    const loaded = takesConfiguration({ name }) ? await configuration() : undefined
    const choose = (args: unknown): void => {
      requireOneValue(args as Readonly<Record<string, unknown>>, declaredOptions(builder))
      const read = loaded !== undefined && 'configuration' in loaded ? loaded.configuration : undefined
      chosen.command = () => runWithInput({ ...(args as object), configuration: read }, handler as (args: unknown) => unknown)
      throw new ArgumentsRead()
    }
    if (loaded === undefined) return { command, describe, builder: builder as CommandModule['builder'] & object, handler: choose }
    // With what a file says come the texts of findings, which commands without one may not need.
    const { withConfiguration } = await import('./configuration/configured.ts')
    return { command, describe, builder: withConfiguration(name, builder, loaded, argv, run), handler: choose }
  })
  return Promise.all(modules)
}

/** Runs a command, with the cluster in its arguments where they name one, or prints what would be asked of that. */
async function runWithInput(args: unknown, handler: (args: unknown) => unknown): Promise<void> {
  if (typeof args !== 'object' || args === null || !('context' in args) || typeof args.context !== 'string') {
    await handler(args)
    return
  }
  const { withCluster } = await import('./cluster/with-cluster.ts')
  const given = withCluster(args as never)
  if ('commands' in given) process.stdout.write(textLines(given.commands))
  else await handler(given)
}

/** The parser lays out its help in every run. Where it is not read, its lines are as long as they are: breaking them takes longer than all the rest. */
function asksForHelp(argv: readonly string[]): boolean {
  return argv.some((word) => /^(?:--)?help(?:=|$)|^-\w*h/.test(word))
}

function notLoaded(name: string): never {
  throw new Error(`the command ${name} was not loaded`)
}

function complain(error: unknown, help: string, { argv, configured = [] }: Run): ExitCode {
  if (error instanceof OutputError) {
    tell(textLines([`unsidecar: ${error.message}`]))
    if (error.signal !== undefined) process.kill(process.pid, error.signal)
    return exitCodes.usage
  }
  if (error instanceof OutOfRoomError) {
    tell(textLines([`unsidecar: ${error.message}; nothing was written`, ...moreRoom]))
    return exitCodes.usage
  }
  if (error instanceof InputRefusedError) {
    tell(textLines([`unsidecar: ${error.message}`, ...error.wayOut]))
    return exitCodes.usage
  }
  if (error instanceof UsageError || (error instanceof Error && error.name === 'YError')) {
    const complaint = usageComplaint(error.message, help, argv)
    // The argument parser may speak in several lines; what we say is one, whatever names are in it.
    tell(error instanceof UsageError ? textLines([`unsidecar: ${complaint}`]) : `unsidecar: ${complaint}\n`)
    tell(textLines(configuredHints(complaint, configured)))
    tell('See `unsidecar --help`.\n')
    return exitCodes.usage
  }
  tell(`unsidecar: internal error (please report it)\n${error instanceof Error ? error.stack : String(error)}\n`)
  return exitCodes.internal
}

const moreRoom = [
  'Allow more, such as 8 GB: NODE_OPTIONS=--max-old-space-size=8192.',
  'Or compare in shares (convert --no-verify, then verify --shard 1/4 to 4/4 and merge).',
]

function tell(text: string): void {
  process.stderr.write(unpainted(forLogs(text)))
}
