import { folderOf } from '../../src/manifest/yaml/parsed-file.ts'
import type { CorpusFile } from './corpus-file.ts'

/** From the folder of a file up to that of its corpus. */
export function foldersAround(path: string, corpus: string): string[] {
  const inner = folderOf(path).slice(corpus.length).split('/').slice(1)
  return Array.from({ length: inner.length + 1 }, (_, index) => [corpus, ...inner.slice(0, inner.length - index)].join('/'))
}

/** Files by their distance from another one; of those that are as near, the one with most objects first. */
export function nearestFirst(from: CorpusFile, files: readonly CorpusFile[]): CorpusFile[] {
  const distance = ({ file }: CorpusFile): number => steps(folderOf(from.file.path), folderOf(file.path))
  return [...files].sort((a, b) => distance(a) - distance(b) || b.objects.length - a.objects.length || (a.file.path < b.file.path ? -1 : 1))
}

/** Folders to leave and to enter on the way from one to another. */
function steps(from: string, to: string): number {
  const [a, b] = [from.split('/'), to.split('/')]
  const found = a.findIndex((part, index) => part !== b[index])
  const common = found < 0 ? a.length : found
  return a.length + b.length - 2 * common
}
