import { readFileSync } from 'node:fs'
import type { Argv } from 'yargs'
import { oneLine } from '../../diagnostics/printable.ts'
import type { FunctionAnswer } from '../../library/resource-list.ts'
import { asData } from '../../report/format.ts'
import { UsageError } from '../process/errors.ts'
import { exitCodes } from '../process/exit-codes.ts'
import { today } from '../process/today.ts'
import type { CommandBody, Run } from '../run.ts'

/** The KRM function: a ResourceList on standard input, another one on standard output. All its options are in the configuration of the function. */
export function krmCommand(run: Run): CommandBody<object> {
  return {
    builder: (yargs: Argv) => yargs,
    handler: async () => {
      const { text, failed, errors } = await answerTo(standardInput())
      const terminal = run.terminal({})
      if (failed) for (const error of errors) terminal.note(`error: ${oneLine(error)}\n`)
      await terminal.print(
        asData(() => text),
        undefined,
        'brief',
      )
      run.exitCode = failed ? exitCodes.findings : exitCodes.clean
    },
  }
}

async function answerTo(text: string): Promise<FunctionAnswer> {
  // With the schema of the configuration comes zod, which no other command needs at its start.
  const { convertResourceList } = await import('../../library/resource-list.ts')
  try {
    return convertResourceList(text, today())
  } catch (error) {
    // What is not a ResourceList is wrong usage; any other error is a fault of ours.
    if (error instanceof Error && error.message.startsWith('the input is not a ResourceList'))
      throw new UsageError(`standard input: ${error.message}`)
    throw error
  }
}

function standardInput(): string {
  try {
    return readFileSync(0, 'utf8')
  } catch (error) {
    throw new UsageError(`standard input cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
  }
}
