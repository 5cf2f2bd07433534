import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { type CodeOwners, readCodeOwners } from '../../estimate/owners/code-owners.ts'
import type { OwnerSources } from '../../estimate/owners/owner-of.ts'
import { optionFile } from './comparison-input.ts'

/** Folders of a repository in which GitHub looks for CODEOWNERS, in its order (docs.github.com, "About code owners"). */
const folders = ['.github', '.', 'docs']

/** A CODEOWNERS file with the root of its repository, to which its patterns are relative. */
export interface RepositoryOwners {
  readonly file: string
  readonly owners: CodeOwners
  readonly ofFile: NonNullable<OwnerSources['ofFile']>
}

/** The file that `--codeowners` names; else the one of the repository that the first path is in, where there is one. */
export function repositoryOwners(given: string | undefined, [first]: readonly string[]): RepositoryOwners | undefined {
  if (given !== undefined) {
    const folder = dirname(resolve(given))
    const root = ['.github', 'docs', '.gitlab'].includes(basename(folder)) ? dirname(folder) : folder
    return ownersAt(given, root, optionFile('--codeowners', given))
  }
  const root = first === undefined || first === '-' ? undefined : repositoryOf(resolve(first))
  const file = root === undefined ? undefined : folders.map((folder) => join(root, folder, 'CODEOWNERS')).find((path) => existsSync(path))
  return root === undefined || file === undefined ? undefined : ownersAt(file, root, readFileSync(file, 'utf8'))
}

function ownersAt(file: string, root: string, text: string): RepositoryOwners {
  const owners = readCodeOwners(text)
  const ofFile = (path: string): readonly string[] => {
    const inside = relative(root, resolve(path))
    return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? [] : owners.of(inside.split(sep).join('/'))
  }
  return { file, owners, ofFile }
}

/** The nearest folder above that has a `.git`: a folder, or a file in a worktree. */
function repositoryOf(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder
    if (folder === dirname(folder)) return undefined
  }
}
