import type { FileStatus, OutputFile } from '../../manifest/output-tree.ts'
import { gitPatch } from '../diff/unified-diff.ts'
import { textLines } from '../escape/lines.ts'
import { amountText } from '../findings/text.ts'
import type { Style } from '../format.ts'
import { plain } from '../paint.ts'
import type { CheckReport } from './report.ts'

const words: Readonly<Record<FileStatus, string>> = {
  added: 'missing',
  edited: 'differs',
  removed: 'not written by convert',
  unchanged: 'the same',
}

/** Which files of the folder are not what `convert` would write, then how they differ unless it is to be brief. */
export function checkText({ folder, files, brief = false }: CheckReport, { paint = plain }: Style): string {
  const wrong = files.filter(({ status }) => status !== 'unchanged')
  if (wrong.length === 0) return textLines([`${folder} is what convert writes: ${amountText(files.length, 'file')}`])
  const lines = wrong.map(({ path, status }: OutputFile) => `  ${words[status]}: ${path}`)
  const head = `${folder} is not what convert writes: ${wrong.length} of ${amountText(files.length, 'file')}`
  const named = textLines([paint.bold(head), ...lines])
  return brief ? named : `${named}\n${gitPatch(wrong)}`
}
