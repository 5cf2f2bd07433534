import { InterruptedError, OutputRefusedError, writeTreeUnless } from '../manifest/node-files.ts'
import { OutputError } from './errors.ts'
import { interruptible } from './interruptible.ts'

type Writing = Parameters<typeof writeTreeUnless>

/** Writes an output tree, all of it or nothing; what is in the way, or a signal, ends the command with a sentence. */
export async function writtenTree(tree: Writing[1], folder: Writing[2], options: Writing[3]): ReturnType<typeof writeTreeUnless> {
  try {
    return await interruptible((interrupted) => writeTreeUnless(interrupted, tree, folder, options))
  } catch (error) {
    if (error instanceof InterruptedError) throw new OutputError('interrupted; nothing was changed')
    if (error instanceof OutputRefusedError) throw new OutputError(error.message)
    throw error
  }
}
