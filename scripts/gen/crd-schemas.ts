import type { CrdSource } from './crd-sources.ts'
import { type GeneratedFile, notice } from './generated-file.ts'
import { SchemaTable } from './schema-table.ts'

/** One module for each schema set, holding it as JSON text, so that it is parsed only when it is needed and bundles anywhere. */
export function schemaFiles(sources: readonly CrdSource[]): GeneratedFile[] {
  return sources.map(({ set, version, crds }) => {
    const table = new SchemaTable()
    for (const { crd, channel } of crds) table.add(crd, channel)
    const json = JSON.stringify(table.data(set, version))
    return {
      path: `src/crd/generated/schemas/${set}.ts`,
      text: `// Generated from the CRD schemas of ${set} ${version}. ${notice}\nexport const schema =\n  ${quoted(json)}\n`,
    }
  })
}

/** A single-quoted literal: JSON is full of double quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
