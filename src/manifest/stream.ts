import { oneLine } from '../diagnostics/printable.ts'
import type { OutputFile, OutputTree } from './output-tree.ts'
import { isBlank } from './yaml/split.ts'

/**
 * The whole output as one YAML stream, in path order, each file introduced by a comment with its path. Documents that do not parse are
 * left out, because they would make the stream unreadable; they are among the skipped documents.
 */
export function streamOf(tree: OutputTree): string {
  const parts = tree.files.flatMap((file) => part(file))
  return parts.length === 0 ? '' : parts.join('')
}

function part(file: OutputFile): string[] {
  const text = (file.parseable ?? file.text ?? '').replace(/^\uFEFF/, '')
  const note = file.parseable === undefined ? '' : ' (without the documents that do not parse)'
  if (isBlank(text.replace(/^---/, ''))) return []
  // A marker of the file's own opens the stream's document; comments and directives before it follow it as comments.
  const marker = /^(?:[ \t]*(?:#.*)?\r?\n|%.*\n)*---(?=[ \t\r\n]|$)/.exec(text)
  const head = marker === null ? '' : marker[0].slice(0, -3).replace(/^%/gm, '# %')
  const body =
    marker === null
      ? text
      : text
          .slice(marker[0].length)
          .replace(/^[ \t]*\r?\n/, '')
          .replace(/^[ \t]+(?=\S)/, '')
  const end = body.endsWith('\n') ? '' : '\n'
  return [`---\n# Source: ${oneLine(file.path)}${note}\n${head}${body}${end}`]
}
