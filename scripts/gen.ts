import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { schemaFiles } from './gen/crd-schemas.ts'
import { crdSources } from './gen/crd-sources.ts'
import { typeFiles } from './gen/crd-types.ts'
import { fieldTable } from './gen/field-table.ts'
import type { GeneratedFile } from './gen/generated-file.ts'
import { reportSchemas } from './gen/report-schemas.ts'

/**
 * Writes every generated file, or with `--check` only says which differ. Files that need the CRD schemas can be made only where
 * those are; elsewhere their recorded hashes are checked.
 */
const crdFolder = '../shared/crds'
const record = 'src/crd/generated/SOURCES.json'

/** Files that follow from the project itself. */
function ownFiles(): GeneratedFile[] {
  return [fieldTable(), ...reportSchemas()]
}

/** Files that follow from the CRD schemas, and the record of them. */
function crdFiles(): GeneratedFile[] {
  const sources = crdSources(crdFolder)
  const files = [...typeFiles(sources), ...schemaFiles(sources)]
  const sets = sources.map(({ set, version }) => ({ set, version }))
  const hashes = Object.fromEntries(files.map(({ path, text }) => [path, sha256(text)]))
  return [...files, { path: record, text: `${JSON.stringify({ sets, files: hashes }, null, 2)}\n` }]
}

function check(hasCrds: boolean): string[] {
  const differing = (files: readonly GeneratedFile[]): string[] =>
    files.filter(({ path, text }) => read(path) !== text).map(({ path }) => path)
  if (hasCrds) return differing([...crdFiles(), ...ownFiles()])
  console.log(`${crdFolder} is not here, so types and schemas cannot be generated again; checking their recorded hashes`)
  const { files } = JSON.parse(read(record) ?? '{"files":{}}') as { files: Record<string, string> }
  const changed = Object.keys(files).filter((path) => sha256(read(path) ?? '') !== files[path])
  return [...changed, ...differing(ownFiles())]
}

function write(files: readonly GeneratedFile[]): void {
  for (const { path, text } of files) {
    if (read(path) === text) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    console.log(`wrote ${path}`)
  }
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

const hasCrds = existsSync(crdFolder)
if (process.argv.includes('--check')) {
  const stale = check(hasCrds)
  for (const path of stale) console.error(`${path} is not what the generator writes: run \`npm run gen\` and commit the result`)
  if (stale.length > 0) process.exitCode = 1
} else {
  if (!hasCrds) console.log(`${crdFolder} is not here: types and schemas stay as they are`)
  write([...(hasCrds ? crdFiles() : []), ...ownFiles()])
}
