import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Disk } from './disk.ts'

/** The path with links resolved as far as it exists; a link that leads nowhere stays as it is. */
export function realPath(path: string, disk: Disk): string {
  const absolute = resolve(path)
  const parent = dirname(absolute)
  if (parent === absolute) return absolute
  const there = disk.stat(absolute)
  if (there !== undefined)
    try {
      return disk.realPath(absolute)
    } catch (error) {
      if (!there.isSymbolicLink()) throw error
    }
  return join(realPath(parent, disk), relative(parent, absolute))
}

export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/** The first link on the way from a folder down to a path below it. */
export function linkBelow(folder: string, path: string, disk: Disk): string | undefined {
  let at = folder
  for (const part of relative(folder, path).split(sep)) {
    at = join(at, part)
    if (disk.stat(at)?.isSymbolicLink() === true) return at
  }
  return undefined
}
