import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { OpenApiSchema } from './open-api.ts'

/** A CustomResourceDefinition, as far as generators read it. */
export interface Crd {
  readonly spec: {
    readonly group: string
    readonly scope: 'Namespaced' | 'Cluster'
    readonly names: { readonly kind: string }
    readonly versions: readonly CrdVersion[]
  }
}

export interface CrdVersion {
  readonly name: string
  readonly served: boolean
  readonly storage: boolean
  readonly schema: { readonly openAPIV3Schema: OpenApiSchema }
}

/** The CRDs of a file, or of all files of a folder in the order of their names. */
export function readCrds(path: string): Crd[] {
  const files = path.endsWith('.yaml')
    ? [path]
    : readdirSync(path)
        .sort()
        .map((name) => join(path, name))
  return files.flatMap((file) =>
    parseAllDocuments(readFileSync(file, 'utf8'))
      .map((document) => document.toJS() as Crd | null)
      .filter((crd): crd is Crd => crd?.spec?.names !== undefined),
  )
}
