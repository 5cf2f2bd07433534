import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { InputFile } from '../src/manifest/input-file.ts'
import { heldMesh } from './held-mesh.ts'
import { generatedMesh } from './mesh.ts'
import { movableMesh } from './movable-mesh.ts'

/** A mesh in a folder, and what changes one policy of it there: answers of a cache are for files of one name. */
export interface ChangedMesh {
  readonly folder: string
  readonly change: () => void
}

/** Generated meshes as folders of files. */
export interface WrittenMeshes {
  /** `generatedMesh`: most of it moves, and some stays. */
  readonly mixed: string
  /** The mixed mesh, with more reasons to stay. */
  readonly held: string
  /** `movableMesh`: all of it moves. */
  readonly moving: string
  /** The moving mesh with another path in one policy. */
  readonly oneChanged: string
  /** The moving mesh with another path in every policy that has one. */
  readonly allChanged: string
  /** The moving mesh once more. */
  readonly reviewed: ChangedMesh
  /** The mesh in which all policies changed, once more. */
  readonly head: ChangedMesh
}

/** Writes meshes of a size for the time that something is done with them. */
export function withMeshes<T>(size: number, use: (meshes: WrittenMeshes) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'unsidecar-bench-'))
  try {
    const written = (name: string, files: readonly InputFile[]): string => {
      for (const { path, text } of files) {
        const at = join(folder, name, path.replaceAll('/', '_'))
        mkdirSync(dirname(at), { recursive: true })
        writeFileSync(at, text)
      }
      return join(folder, name)
    }
    const moving = movableMesh(size).files
    const changed = (change: (text: string) => string) => moving.map(({ path, text }) => ({ path, text: change(text) }))
    const changing = (name: string, from: string, to: string): ChangedMesh => {
      const files = changed((text) => text.replaceAll('/api/*', from))
      return {
        folder: written(name, files),
        change: () =>
          void written(
            name,
            files.map(({ path, text }) => ({ path, text: text.replace(from, to) })),
          ),
      }
    }
    return use({
      mixed: written('mixed', generatedMesh(size).files),
      held: written('held', heldMesh(size).files),
      moving: written('moving', moving),
      oneChanged: written(
        'one',
        changed((text) => text.replace('/api/*', '/v2/*')),
      ),
      allChanged: written(
        'all',
        changed((text) => text.replaceAll('/api/*', '/v2/*')),
      ),
      reviewed: changing('reviewed', '/api/*', '/v2/*'),
      head: changing('head', '/v2/*', '/v3/*'),
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
