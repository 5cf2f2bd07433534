import { formatPatch, OMIT_HEADERS } from 'diff'
import type { OutputFile } from '../../manifest/output-tree.ts'
import { hunksOf } from './hunks.ts'
import { lineChanges } from './line-changes.ts'

/** The files that differ, as `git apply` takes them: new and deleted files included, without timestamps. */
export function gitPatch(files: readonly OutputFile[]): string {
  return files
    .filter((file) => file.status !== 'unchanged')
    .map(filePatch)
    .join('')
}

/**
 * The files by their paths below the folder that holds them all, when some lie outside the current one: `git apply` takes no path that
 * leaves its folder. Otherwise they stay as they are, and `root` is undefined.
 */
export function belowRoot(files: readonly OutputFile[]): { files: readonly OutputFile[]; root?: string } {
  if (!files.some(({ path }) => path.startsWith('../') || path.startsWith('/'))) return { files }
  const folders = files.map(({ path }) => path.split('/').slice(0, -1))
  const shared = folders.reduce((common, folder) => {
    const end = common.findIndex((name, depth) => name !== folder[depth])
    return end < 0 ? common : common.slice(0, end)
  })
  const root = `${shared.join('/')}/`
  return { files: files.map((file) => ({ ...file, path: file.path.slice(root.length) })), root }
}

/** One file's part of the patch. */
export function filePatch(file: OutputFile): string {
  const before = file.before ?? ''
  const after = file.text ?? ''
  const [from, to] = [quoted(`a/${file.path}`), quoted(`b/${file.path}`)]
  const mode = file.status === 'added' ? 'new file mode 100644\n' : file.status === 'removed' ? 'deleted file mode 100644\n' : ''
  const header = `diff --git ${from} ${to}\n${mode}`
  const hunks = hunksOf(lineChanges(before, after))
  if (hunks.length === 0) return header
  // The names are quoted here: the library quotes again, and git then finds two different names.
  const [old, now] = [file.status === 'added' ? '/dev/null' : from, file.status === 'removed' ? '/dev/null' : to]
  return `${header}--- ${ended(old)}\n+++ ${ended(now)}\n${formatPatch({ oldFileName: '', newFileName: '', oldHeader: undefined, newHeader: undefined, hunks }, OMIT_HEADERS)}`
}

/** A tab ends a name with spaces, which other readers of patches would cut (git:diff.c). */
function ended(name: string): string {
  return name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name
}

/** Git quotes names with characters that would confuse a reader of the patch (git:quote.c). */
function quoted(path: string): string {
  if (!/["\\\n\t]|[^\x20-\x7e]/.test(path)) return path
  const bytes = [...new TextEncoder().encode(path)]
  const text = bytes.map((byte) => {
    const char = String.fromCharCode(byte)
    if (char === '"' || char === '\\') return `\\${char}`
    if (char === '\n') return '\\n'
    if (char === '\t') return '\\t'
    return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : char
  })
  return `"${text.join('')}"`
}
