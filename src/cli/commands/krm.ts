import { readFileSync } from 'node:fs'
import type { Argv } from 'yargs'
import type { FunctionAnswer } from '../../library/resource-list.ts'
import { asData } from '../../report/format.ts'
import { UsageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandBody, Run } from '../run.ts'
import { today } from '../today.ts'

/** The KRM function: a ResourceList on standard input, another one on standard output. All its options are in the configuration of the function. */
export function krmCommand(run: Run): CommandBody<object> {
  return {
    builder: (yargs: Argv) => yargs,
    handler: async () => {
      const { text, failed } = await answerTo(readFileSync(0, 'utf8'))
      await run.terminal({}).print(
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
    if (error instanceof Error && (error.name === 'YAMLParseError' || error.message.startsWith('the input is not a ResourceList')))
      throw new UsageError(`standard input is not a ResourceList: ${error.message.split('\n')[0]}`)
    throw error
  }
}
