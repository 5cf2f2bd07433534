import { type NamedFile, OutputRefusedError, writeNamedUnless, writeTreeUnless } from '../../manifest/disk/discover.ts'
import { OutputError } from '../process/errors.ts'
import { interruptible } from '../process/interruptible.ts'

type Writing = Parameters<typeof writeTreeUnless>

/** Writes an output tree, all of it or nothing; what is in the way, or a signal, ends the command with a sentence. */
export function writtenTree(tree: Writing[1], folder: Writing[2], options: Writing[3]): ReturnType<typeof writeTreeUnless> {
  return orSentence((interrupted) => writeTreeUnless(interrupted, tree, folder, options))
}

/** Writes files that options name, in the same way. */
export function writtenFiles(files: readonly NamedFile[]): Promise<void> {
  return files.length === 0 ? Promise.resolve() : orSentence((interrupted) => writeNamedUnless(interrupted, files))
}

async function orSentence<T>(write: (interrupted: () => boolean) => Promise<T>): Promise<T> {
  try {
    return await interruptible(write)
  } catch (error) {
    if (error instanceof OutputRefusedError) throw new OutputError(error.message)
    throw error
  }
}
