import { spawnSync } from 'node:child_process'

/** How much of a mesh a conversion moves: a ratio says little of a mesh in which everything is refused. */
export interface MovedWorkloads {
  readonly moving: number
  readonly all: number
}

interface Summary {
  readonly moves: { readonly objects: readonly unknown[] }
  readonly stays: readonly unknown[]
}

/** Counts the workloads of the manifests in a folder that move to ambient mode, as `convert` reports them. */
export function movedWorkloads(folder: string): MovedWorkloads {
  const args = ['bin/unsidecar.js', 'convert', folder, '--to', 'ambient', '-o', 'json', '-q', '--no-verify']
  const { stdout, error } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 4e9 })
  if (error !== undefined) throw error
  const { moves, stays } = JSON.parse(stdout) as Summary
  return { moving: moves.objects.length, all: moves.objects.length + stays.length }
}
