import { existsSync, writeFileSync } from 'node:fs'
import { textLines } from '../report/escape/lines.ts'
import { amountText } from '../report/findings/text.ts'
import { acceptListText, differencesToAccept } from '../report/verify/accept-list-text.ts'
import type { FailurePolicy } from '../report/verify/report.ts'
import type { Difference } from '../verify/comparison.ts'
import { OutputError, UsageError } from './errors.ts'
import type { WriteAcceptArguments } from './options/accept.ts'
import type { Terminal } from './terminal.ts'

/** Writes the differences that a comparison found as a list for `--accept`; nothing where the user did not ask. */
export type WriteAcceptList = (differences: readonly Difference[], policy: FailurePolicy, terminal: Terminal) => void

/** A list that is there already holds reasons that people wrote, so it is refused before anything is read or compared. */
export function acceptListWriter({ 'write-accept': path }: WriteAcceptArguments): WriteAcceptList {
  if (path === undefined) return () => {}
  if (existsSync(path))
    throw new UsageError(`--write-accept ${path} exists already, and its reasons are not overwritten; name another file`)
  return (differences, policy, terminal) => {
    const wanted = differencesToAccept(differences, policy)
    try {
      writeFileSync(path, acceptListText(wanted), { flag: 'wx' })
    } catch (error) {
      throw new OutputError(`--write-accept ${path} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
    }
    const fill = wanted.length === 0 ? '' : '; fill in reason and expires of each'
    terminal.note(textLines([`${amountText(wanted.length, 'difference')} written to ${path}${fill}`]))
  }
}
