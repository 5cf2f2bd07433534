import { commands } from '../../src/cli/commands/index.ts'
import { optionsOfCommands } from '../../src/cli/configuration/load.ts'
import { configurationSchema } from '../../src/cli/configuration/schema.ts'
import type { GeneratedFile } from './generated-file.ts'
import { schemaFile } from './report-schemas.ts'

/** The JSON Schema of `unsidecar.yaml`, for editors: made of the options that the commands declare. */
export async function configurationFile(): Promise<GeneratedFile> {
  const terminal = () => {
    throw new Error('nothing is printed to describe options')
  }
  const options = await optionsOfCommands(commands, { argv: [], terminal, exitCode: 0 })
  return schemaFile('configuration.v1.json', 'Options and suppressions, as `unsidecar.yaml` has them', configurationSchema(options))
}
