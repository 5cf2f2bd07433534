import { textLines } from '../../report/escape/lines.ts'
import type { Terminal } from '../process/terminal.ts'
import type { TranslationRun } from './translation-run.ts'

/**
 * Why a tree or stream that stands for the whole input is not written: files that could not be read would not be in it, and the user who deploys
 * it with pruning deletes, say, the policy in one of them. Changes in place leave such files where they are.
 */
export function lackingRefusal({ lacking, translation }: TranslationRun): string | undefined {
  if (lacking.length === 0 || translation.options.assume.includes('unread-reviewed')) return undefined
  return `${quoted(lacking)} could not be read and would be missing from it (--in-place leaves such files alone, --assume unread-reviewed writes the rest)`
}

/** Names the files that an output does not have although it was asked for. */
export function tellLacking({ lacking }: TranslationRun, terminal: Terminal): void {
  if (lacking.length > 0) terminal.note(textLines([`not in the output, because not read: ${quoted(lacking)}`]))
}

function quoted(paths: readonly string[]): string {
  return paths.map((path) => `\`${path}\``).join(', ')
}
