import type { Argv, CommandModule } from 'yargs'
import { targets } from '../../../translators/index.ts'
import type { Target } from '../../model/dialect.ts'
import { capabilitiesFor, capabilitiesText } from '../../report/capabilities/supported.ts'
import { reportVersion } from '../../report/translation/json.ts'
import { targetOption, type VersionArguments, versionOptions, versionsOf } from '../options/target.ts'
import type { Run } from '../run.ts'

interface Arguments extends VersionArguments {
  readonly to: Target['name']
  readonly output: 'text' | 'json'
}

export function capabilitiesCommand(run: Run): CommandModule<object, Arguments> {
  return {
    command: 'capabilities',
    describe: 'what a target can express in the chosen versions, with the source of each claim in JSON',
    builder: (yargs: Argv) =>
      versionOptions(targetOption(yargs))
        .option('assume', {
          choices: ['newest-known'] as const,
          array: true,
          nargs: 1,
          group: 'Versions:',
          describe: 'take newer versions for the newest known',
        })
        .option('output', {
          alias: 'o',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
          group: 'Output:',
          describe: 'what to print',
        }) as Argv<Arguments>,
    handler: async (args) => {
      const versions = versionsOf(args)
      const capabilities = capabilitiesFor(targets[args.to].capabilities, versions)
      const terminal = run.terminal({})
      if (args.output === 'json') await terminal.json({ schemaVersion: reportVersion, target: args.to, versions, capabilities })
      else await terminal.page(capabilitiesText(capabilities))
    },
  }
}
