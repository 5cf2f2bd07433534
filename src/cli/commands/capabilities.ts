import type { Argv } from 'yargs'
import { type TargetName, targets } from '../../../translators/index.ts'
import { capabilitiesFormats } from '../../report/capabilities/index.ts'
import { capabilitiesFor } from '../../report/capabilities/supported.ts'
import { type OutputArguments, outputOption } from '../options/output.ts'
import { targetOption, type VersionArguments, versionOptions, versionsOf } from '../options/target.ts'
import type { CommandBody, Run } from '../run.ts'

interface Arguments extends VersionArguments, OutputArguments<typeof capabilitiesFormats> {
  readonly to: TargetName
}

export function capabilitiesCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(
        versionOptions(targetOption(yargs)).option('assume', {
          choices: ['newest-known'] as const,
          array: true,
          nargs: 1,
          group: 'Versions:',
          describe: 'take newer versions for the newest known',
        }),
        capabilitiesFormats,
      ) as Argv<Arguments>,
    handler: async (args) => {
      const versions = versionsOf(args)
      const capabilities = capabilitiesFor(targets[args.to].capabilities, versions)
      await run.terminal({}).print(capabilitiesFormats[args.output], { target: args.to, versions, capabilities }, 'brief')
    },
  }
}
