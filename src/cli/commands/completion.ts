import type { Argv } from 'yargs'
import { catalogue } from '../../diagnostics/catalogue.ts'
import { asData } from '../../report/format.ts'
import { bashCompletion } from '../completion/bash.ts'
import { fishCompletion } from '../completion/fish.ts'
import { kubectlCompletion } from '../completion/kubectl.ts'
import { type CompletedCommand, optionsDeclaredBy, optionsOfAll } from '../completion/option-table.ts'
import { zshCompletion } from '../completion/zsh.ts'
import { takesConfiguration } from '../configuration/load.ts'
import type { CommandBody, CommandEntry, Run } from '../run.ts'

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion, kubectl: kubectlCompletion }

export type Shell = keyof typeof shells

interface Arguments {
  readonly shell?: Shell | undefined
}

/** Prints a completion script, made of the options that all commands declare. */
export function completionCommand(run: Run, commands: readonly CommandEntry[]): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      yargs.positional('shell', {
        choices: Object.keys(shells) as Shell[],
        describe: 'default: that of $SHELL, or bash',
      }) as Argv<Arguments>,
    handler: async ({ shell }) => {
      const script = shells[shell ?? shellOfUser()](await completedCommands(run, commands))
      await run.terminal({}).print(
        asData(() => script),
        undefined,
        'brief',
      )
    },
  }
}

function shellOfUser(): Shell {
  const name = process.env.SHELL?.split('/').at(-1)
  return name === 'zsh' || name === 'fish' ? name : 'bash'
}

async function completedCommands(run: Run, commands: readonly CommandEntry[]): Promise<CompletedCommand[]> {
  const all = commands.map(async ({ name, describe, load }): Promise<CompletedCommand> => {
    const { builder } = (await load())(run)
    return { name, describe, options: [...optionsDeclaredBy(builder), ...optionsOfAll], operands: operandsOf(name, commands) }
  })
  return [...(await Promise.all(all)), { name: 'version', describe: 'print the version', options: optionsOfAll, operands: [] }]
}

function operandsOf(name: string, commands: readonly CommandEntry[]): CompletedCommand['operands'] {
  if (name === 'explain')
    return Object.values(catalogue as Record<string, { code: string }>)
      .map(({ code }) => code)
      .sort()
  if (name === 'config') return ['print', ...commands.filter(takesConfiguration).map((one) => one.name)]
  return name === 'completion' ? Object.keys(shells) : name === 'capabilities' || name === 'krm' ? [] : 'paths'
}
