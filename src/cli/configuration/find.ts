import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../process/errors.ts'

export const configurationName = 'unsidecar.yaml'

/** How it is called by mistake: such a file would be ignored without a word. */
const nearlyNames = ['unsidecar.yml', '.unsidecar.yaml', '.unsidecar.yml', 'unsidecar.json']

/**
 * The configuration file of a folder: its own, or that of the nearest folder above, up to the root of the repository (docs/decisions/234). Outside of
 * a repository only the folder itself counts, because the folders above may be those of other users.
 */
export function findConfiguration(folder: string): string | undefined {
  const start = resolve(folder)
  const inRepository = rootOf(start) !== undefined
  for (let here = start; ; here = dirname(here)) {
    const file = join(here, configurationName)
    if (isFile(file)) return file
    const nearly = nearlyNames.find((name) => isFile(join(here, name)))
    if (nearly !== undefined)
      throw new UsageError(
        `${join(here, nearly)} is not read: the configuration file is called ${configurationName} (--no-config does not look)`,
      )
    if (!inRepository || isRoot(here) || dirname(here) === here) return undefined
  }
}

function rootOf(folder: string): string | undefined {
  for (let here = folder; ; here = dirname(here)) {
    if (isRoot(here)) return here
    if (dirname(here) === here) return undefined
  }
}

/** `.git` is a folder, or a file in worktrees and submodules. */
function isRoot(folder: string): boolean {
  return existsSync(join(folder, '.git'))
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
