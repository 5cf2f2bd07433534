import type { Argv, CommandModule } from 'yargs'
import { catalogue } from '../../diagnostics/catalogue.ts'
import { explainText } from '../../report/explain/text.ts'
import { table } from '../../report/table.ts'
import { UsageError } from '../errors.ts'
import type { Run } from '../run.ts'

interface Arguments {
  readonly code?: string | undefined
  readonly color?: boolean | undefined
}

export function explainCommand(run: Run): CommandModule<object, Arguments> {
  return {
    command: 'explain [code]',
    describe: 'what a finding means and what to do; without a code, all of them',
    builder: (yargs: Argv) => yargs.positional('code', { type: 'string', describe: 'such as US3001' }) as Argv<Arguments>,
    handler: async ({ code, color }) => {
      const terminal = run.terminal({ color })
      if (code === undefined) {
        const definitions = Object.values(catalogue).sort((a, b) => (a.code < b.code ? -1 : 1))
        await terminal.page(table(definitions.map((definition) => [definition.code, definition.severity, definition.title])))
        return
      }
      const text = explainText(code.toUpperCase(), terminal.pageColors)
      if (text === undefined) throw new UsageError(`there is no code \`${code}\`; \`unsidecar explain\` lists them`)
      await terminal.page(text)
    },
  }
}
