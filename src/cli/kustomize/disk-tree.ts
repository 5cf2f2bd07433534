import { readFileSync, statSync } from 'node:fs'
import type { FileTree } from './build-files.ts'

/** What is on disk, with files that are otherwise or gone. */
export function treeOnDisk(changed: ReadonlyMap<string, string | undefined> = new Map()): FileTree {
  return {
    kind: (path) => {
      if (changed.has(path)) return changed.get(path) === undefined ? undefined : 'file'
      try {
        const stats = statSync(path)
        return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : undefined
      } catch {
        return undefined
      }
    },
    text: (path) => changed.get(path) ?? readFileSync(path, 'utf8'),
  }
}
