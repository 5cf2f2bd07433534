import type { Argv } from 'yargs'
import { configurationFormats } from '../../report/configuration/index.ts'
import type { ConfigurationReport } from '../../report/configuration/report.ts'
import type { Configuration } from '../configuration/configuration.ts'
import { notValid } from '../configuration/configured.ts'
import { givenOptions } from '../configuration/given-options.ts'
import { loadConfiguration, optionsOfCommands, takesConfiguration } from '../configuration/load.ts'
import { valueOrigins, valuesOfFile } from '../configuration/origin.ts'
import { valuesFor } from '../configuration/values-for.ts'
import type { DeclaredOption } from '../options/declared.ts'
import { type OutputArguments, outputOption } from '../options/output.ts'
import { UsageError } from '../process/errors.ts'
import type { CommandBody, CommandEntry, Run } from '../run.ts'

interface Arguments extends OutputArguments<typeof configurationFormats> {
  readonly action: 'print'
  readonly of?: string | undefined
  readonly color?: boolean | undefined
}

/** Shows what the configuration says. Flags of the command that it is asked about may follow, to see what they overrule. */
export function configCommand(run: Run, commands: readonly CommandEntry[]): CommandBody<Arguments> {
  const names = commands.filter(takesConfiguration).map(({ name }) => name)
  return {
    builder: (yargs: Argv) =>
      outputOption(
        yargs
          .positional('action', { choices: ['print'] as const, demandOption: true, describe: 'print the configuration' })
          .positional('of', { choices: names, describe: 'a command: each of its options, with where its value comes from' })
          // Its flags are those of the command that it is asked about.
          .strictOptions(false)
          .strict(false),
        configurationFormats,
      ).example('$0 config print diff --to cilium', 'what counts for this command line') as unknown as Argv<Arguments>,
    handler: async ({ of: command, output, color }) => {
      const options = await optionsOfCommands(commands, run)
      const loaded = await loadConfiguration(run.argv, async () => options)
      if (loaded !== undefined && 'refused' in loaded) throw loaded.refused
      if (loaded !== undefined && 'diagnostics' in loaded) throw notValid(loaded, run)
      const configuration = loaded?.configuration
      await run.terminal({ color }).print(configurationFormats[output], reportOf(configuration, command, options, run), 'brief')
    },
  }
}

function reportOf(
  configuration: Configuration | undefined,
  command: string | undefined,
  options: ReadonlyMap<string, readonly DeclaredOption[]>,
  run: Run,
): ConfigurationReport {
  const found = { ...(configuration === undefined ? {} : { file: configuration.path }), suppressions: configuration?.suppressions ?? [] }
  if (command === undefined) return { ...found, values: configuration === undefined ? [] : valuesOfFile(configuration) }
  // `-o` is the one of this command.
  const declared = (options.get(command) ?? []).filter(({ name }) => name !== 'output')
  const flags = run.argv.slice(run.argv.indexOf(command))
  const given = givenOptions(flags, [...declared, { name: 'output', alias: 'o' }, { name: 'config' }])
  const unknown = given.unknown[0]
  if (unknown !== undefined) throw new UsageError(`\`${command}\` has no option \`--${unknown}\``)
  const all = options.get(command) ?? []
  const values = configuration === undefined ? { values: [], diagnostics: [] } : valuesFor(configuration, command, all, given)
  if (configuration !== undefined && values.diagnostics.length > 0)
    throw notValid({ path: configuration.path, diagnostics: values.diagnostics }, run)
  const shown = valueOrigins(all, given, values).filter(({ option, from }) => option !== 'output' || from !== 'flag')
  return { ...found, command, values: shown }
}
