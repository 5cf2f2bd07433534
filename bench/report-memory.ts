import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { movableMesh } from './movable-mesh.ts'
import { used } from './pairs.ts'

/** The most megabytes that a process may need, by the resources of the mesh; with Node's own limit of its heap. */
const limits: readonly (readonly [resources: number, megabytes: number])[] = [
  [20_000, 400],
  [100_000, 1500],
]

/** Prints what converting a mesh in one file needs, without comparing; of a mesh that does not fit, what the command says. */
export function reportMemory(sizes: readonly number[]): void {
  console.log('resources  seconds  peak MB  at most')
  for (const [resources, megabytes] of limits.filter(([size]) => sizes.length === 0 || sizes.includes(size)))
    console.log([String(resources).padStart(9), ...cells(resources), String(megabytes).padStart(8)].join(' '))
}

function cells(resources: number): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'unsidecar-bench-'))
  try {
    const mesh = join(folder, 'mesh.yaml')
    writeFileSync(mesh, movableMesh(resources).files[0]!.text)
    const { seconds, megabytes } = used(['convert', mesh, '--to', 'ambient', '-o', 'yaml', '-q', '--no-verify'])
    return [seconds.toFixed(2).padStart(8), megabytes.toFixed(0).padStart(8)]
  } catch (error) {
    return ['-'.padStart(8), '-'.padStart(8), ` (${(error as Error).message.split('\n')[0]})`]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
