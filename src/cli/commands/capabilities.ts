import type { Argv, CommandModule } from 'yargs'
import { targets } from '../../../translators/index.ts'
import type { Target } from '../../model/dialect.ts'
import { capabilitiesFor, capabilitiesText } from '../../report/capabilities.ts'
import { reportVersion } from '../../report/translation-json.ts'
import { targetOption, type VersionArguments, versionOptions } from '../options/target.ts'
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
      versionOptions(targetOption(yargs)).option('output', {
        alias: 'o',
        choices: ['text', 'json'] as const,
        default: 'text' as const,
        group: 'Output:',
        describe: 'what to print',
      }) as Argv<Arguments>,
    handler: async (args) => {
      const versions = {
        istio: args['istio-version'],
        gatewayApi: args['gateway-api-version'],
        gatewayApiChannel: args['gateway-api-channel'],
        cilium: args['cilium-version'],
      }
      const capabilities = capabilitiesFor(targets[args.to].capabilities, versions)
      const terminal = run.terminal({})
      if (args.output === 'json') await terminal.json({ schemaVersion: reportVersion, target: args.to, versions, capabilities })
      else await terminal.page(capabilitiesText(capabilities))
    },
  }
}
