import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { configurationFile } from './gen/configuration-schema.ts'
import { schemaFiles } from './gen/crd-schemas.ts'
import { crdSources } from './gen/crd-sources.ts'
import { typeFiles } from './gen/crd-types.ts'
import { fieldTable } from './gen/field-table.ts'
import type { GeneratedFile } from './gen/generated-file.ts'
import { reportSchemas } from './gen/report-schemas.ts'

/** Writes every generated file from `crds/` and from the project itself, or with `--check` only says which differ. */
const generatedFolder = 'src/crd/generated'

async function generatedFiles(): Promise<GeneratedFile[]> {
  const sources = crdSources()
  return [...typeFiles(sources), ...schemaFiles(sources), fieldTable(), ...reportSchemas(), await configurationFile()]
}

/** Files in the folder of generated files that the generator does not write: those of a kind or release that is gone. */
function leftOver(files: readonly GeneratedFile[]): string[] {
  const wanted = new Set(files.map(({ path }) => path))
  return readdirSync(generatedFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !wanted.has(path))
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

const files = await generatedFiles()
const stale = files.filter(({ path, text }) => read(path) !== text)
if (process.argv.includes('--check')) {
  for (const path of [...stale.map((file) => file.path), ...leftOver(files)]) {
    console.error(`${path} is not what the generator writes: run \`npm run gen\` and commit the result`)
    process.exitCode = 1
  }
} else {
  for (const { path, text } of stale) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    console.log(`wrote ${path}`)
  }
  for (const path of leftOver(files)) {
    rmSync(path)
    console.log(`removed ${path}`)
  }
}
