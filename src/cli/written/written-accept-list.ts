import { existsSync } from 'node:fs'
import type { NamedFile } from '../../manifest/disk/discover.ts'
import { textLines } from '../../report/escape/lines.ts'
import { amountText } from '../../report/findings/text.ts'
import { acceptListText, differencesToAccept } from '../../report/verify/accept-list-text.ts'
import type { FailurePolicy } from '../../report/verify/report.ts'
import type { Difference } from '../../verify/comparison.ts'
import type { WriteAcceptArguments } from '../options/accept.ts'
import { UsageError } from '../process/errors.ts'
import type { Terminal } from '../process/terminal.ts'

/** A list for `--accept` of the differences that a comparison found, to be written, and what is said once it is. */
export interface AcceptListFile {
  readonly files: readonly NamedFile[]
  readonly tell: (terminal: Terminal) => void
}

/** Makes that list; without a file where the user did not ask for one. */
export type AcceptListOf = (differences: readonly Difference[], policy: FailurePolicy) => AcceptListFile

export const noAcceptList: AcceptListFile = { files: [], tell: () => {} }

/** A list that is there already holds reasons that people wrote, so it is refused before anything is read or compared. */
export function acceptListFile({ 'write-accept': path }: WriteAcceptArguments): AcceptListOf {
  if (path === undefined) return () => noAcceptList
  if (existsSync(path))
    throw new UsageError(`--write-accept ${path} exists already, and its reasons are not overwritten; name another file`)
  return (differences, policy) => {
    const wanted = differencesToAccept(differences, policy)
    const others = differences.some(({ verdict }) => verdict !== 'identified')
      ? '; those that findings announce, or that are accepted, need no entry'
      : ''
    const fill = wanted.length === 0 ? others : '; fill in reason and expires of each'
    return {
      files: [{ path, shown: `--write-accept ${path}`, text: acceptListText(wanted), isNew: true }],
      tell: (terminal) => terminal.note(textLines([`${amountText(wanted.length, 'difference')} written to ${path}${fill}`])),
    }
  }
}
