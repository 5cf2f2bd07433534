import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { compareText } from '../../src/diagnostics/place.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'

/** Real manifests that are not part of the project; the tests over them are skipped where they are not. */
const folder = '../shared/corpora/open'

export const corporaArePresent = existsSync(folder)

/** The corpora by name. Paths begin with the corpus, so that all of them together do not collide. */
export function corpora(): ReadonlyMap<string, readonly InputFile[]> {
  if (!corporaArePresent) return new Map()
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort(compareText)
  return new Map(names.map((name) => [name, filesOf(join(folder, name))]))
}

function filesOf(root: string): InputFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort(compareText)
    .map((path) => ({ path: relative(folder, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
}
