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

/** The CRDs of a file of YAML documents, in their order; other documents are passed over. */
export function crdsIn(text: string): Crd[] {
  // Aliases stand for subtrees that occur often; the files are ours, so their number needs no limit.
  return parseAllDocuments(text)
    .map((document) => document.toJS({ maxAliasCount: -1 }) as Crd | null)
    .filter((crd): crd is Crd => crd?.spec?.names !== undefined)
}
