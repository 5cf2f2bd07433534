import type { Argv } from 'yargs'
import { catalogue, definitionOf } from '../../diagnostics/catalogue.ts'
import { explainFormats } from '../../report/explain/index.ts'
import { type OutputArguments, outputOption } from '../options/output.ts'
import { UsageError } from '../process/errors.ts'
import type { CommandBody, Run } from '../run.ts'

interface Arguments extends Partial<OutputArguments<typeof explainFormats>> {
  readonly code?: string | undefined
  readonly color?: boolean | undefined
}

export function explainCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(yargs.positional('code', { type: 'string', describe: 'such as US3001' }), explainFormats) as Argv<Arguments>,
    handler: async ({ code, color, output }) => {
      const one = code === undefined ? undefined : definitionOf(code.toUpperCase())
      if (code !== undefined && one === undefined) throw new UsageError(`there is no code \`${code}\`; \`unsidecar explain\` lists them`)
      const report = one === undefined ? { all: Object.values(catalogue) } : { one }
      await run.terminal({ color }).print(explainFormats[output ?? 'text'], report, 'brief')
    },
  }
}
