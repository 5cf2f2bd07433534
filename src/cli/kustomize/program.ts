import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { UsageError } from '../process/errors.ts'

/** A program that builds kustomizations. */
export interface KustomizeProgram {
  readonly path: string
  /** What comes before the folder: `build` for kustomize, `kustomize` for kubectl. */
  readonly subcommand: 'build' | 'kustomize'
}

/** The program that `--kustomize` names: a path, or with `auto` the first of kustomize and kubectl on the PATH. Undefined for none. */
export function findProgram(option: string): KustomizeProgram | undefined {
  if (option === 'off') return undefined
  if (option !== 'auto') {
    if (!isExecutable(option)) throw new UsageError(`--kustomize ${option}: there is no program that can be run`)
    return programAt(option)
  }
  for (const name of ['kustomize', 'kubectl'])
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name)
      if (folder !== '' && isExecutable(path)) return programAt(path)
    }
  return undefined
}

function programAt(path: string): KustomizeProgram {
  return { path, subcommand: basename(path).startsWith('kubectl') ? 'kustomize' : 'build' }
}

/** `kustomize v5.7.1 (/usr/local/bin/kustomize)`; without the version where the program does not say it. */
export function programText({ path, subcommand }: KustomizeProgram): string {
  const args = subcommand === 'build' ? ['version'] : ['version', '--client']
  const { stdout, status } = spawnSync(path, args, { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] })
  const version = status === 0 ? /(?:Kustomize Version:\s*|^)\{?(?:Version:)?(v\d+\.\d+\.\d+\S*)/m.exec(stdout)?.[1] : undefined
  return `${subcommand === 'build' ? 'kustomize' : 'kubectl kustomize'}${version === undefined ? '' : ` ${version}`} (${path})`
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
