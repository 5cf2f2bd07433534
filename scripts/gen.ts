import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { type Schema, typesOf } from './gen/crd-types.ts'

const shared = '../shared/crds'
const root = '.'

interface Crd {
  spec: {
    group: string
    names: { kind: string }
    versions: { name: string; storage: boolean; schema: { openAPIV3Schema: { properties: { spec?: Schema } } } }[]
  }
}

function crds(file: string): Crd[] {
  return parseAllDocuments(readFileSync(join(root, shared, file), 'utf8'))
    .map((document) => document.toJS() as Crd | null)
    .filter((crd): crd is Crd => crd?.spec?.names !== undefined)
}

const kebab = (kind: string): string =>
  kind
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()

function generate(folder: string, version: string, crd: Crd): void {
  const storage = crd.spec.versions.find((candidate) => candidate.storage)!
  const kind = crd.spec.names.kind
  const out = join(root, 'src/crd/generated/types', folder)
  mkdirSync(out, { recursive: true })
  const header = `// Generated from the CRD schema (${folder} ${version}, ${crd.spec.group}/${storage.name}). Do not edit: run \`npm run gen\`.\n\n`
  writeFileSync(join(out, `${kebab(kind)}.ts`), typesOf(kind, storage.schema.openAPIV3Schema.properties.spec ?? {}, header))
}

for (const crd of crds('istio/1.31.0-rc.0/crd-all.gen.yaml')) generate('istio', '1.31.0-rc.0', crd)
for (const file of readdirSync(join(root, shared, 'gateway-api/v1.6.1/experimental')))
  for (const crd of crds(`gateway-api/v1.6.1/experimental/${file}`))
    if (crd.spec.group === 'gateway.networking.k8s.io') generate('gateway-api', 'v1.6.1', crd)
for (const crd of crds('cilium/v1.19.4-derived/ciliumnetworkpolicies.yaml')) generate('cilium', 'v1.19.4', crd)
