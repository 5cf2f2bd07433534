import { type InterfaceDeclaration, Project, type SourceFile } from 'ts-morph'
import type { CrdSource } from './crd-sources.ts'
import { type GeneratedFile, notice } from './generated-file.ts'
import type { OpenApiSchema } from './open-api.ts'

/** One file of types for each kind, after the version that the API server stores. */
export function typeFiles(sources: readonly CrdSource[]): GeneratedFile[] {
  return sources.flatMap(({ typesFolder, version, crds }) => {
    if (typesFolder === undefined) return []
    // The experimental channel has every field of the standard one; twins with equal schemas (CiliumClusterwideNetworkPolicy) get no types of their own.
    const wanted = crds.filter(({ crd, channel }) => channel !== 'standard' && !untyped.has(crd.spec.names.kind))
    return wanted.map(({ crd }) => {
      const storage = crd.spec.versions.find((candidate) => candidate.storage)!
      const kind = crd.spec.names.kind
      const header = `// Generated from the CRD schema (${typesFolder} ${version}, ${crd.spec.group}/${storage.name}). ${notice}\n\n`
      const spec = storage.schema.openAPIV3Schema.properties?.spec ?? {}
      return { path: `src/crd/generated/types/${typesFolder}/${kebab(kind)}.ts`, text: typesOf(kind, spec, header) }
    })
  })
}

const untyped = new Set(['CiliumClusterwideNetworkPolicy', 'CiliumEnvoyConfig', 'CiliumClusterwideEnvoyConfig'])

function kebab(kind: string): string {
  return kind
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
}

/**
 * The TypeScript types of a CRD's spec as source text: one interface for each object of the schema, named by its path. Every field is
 * optional, because the API server's defaults and Istio's own decide what a missing one means; `required` is the validator's business.
 */
function typesOf(kind: string, spec: OpenApiSchema, header: string): string {
  const project = new Project({ useInMemoryFileSystem: true })
  const file = project.createSourceFile(`${kind}.ts`, header)
  new TypeWriter(file).objectType(`${kind}Spec`, spec)
  return file.getFullText()
}

class TypeWriter {
  readonly #file: SourceFile
  constructor(file: SourceFile) {
    this.#file = file
  }

  objectType(name: string, schema: OpenApiSchema): string {
    const declaration: InterfaceDeclaration = this.#file.addInterface({ name, isExported: true })
    for (const [field, inner] of Object.entries(schema.properties ?? {})) {
      declaration.addProperty({
        name: /^[A-Za-z_$][\w$]*$/.test(field) ? field : JSON.stringify(field),
        type: this.#type(`${name}${pascal(field)}`, inner),
        hasQuestionToken: true,
        isReadonly: true,
      })
    }
    return name
  }

  #type(name: string, schema: OpenApiSchema): string {
    if (schema['x-kubernetes-int-or-string']) return 'number | string'
    if (schema.enum !== undefined && schema.type === 'string') return schema.enum.map((value) => `'${String(value)}'`).join(' | ')
    switch (schema.type) {
      case 'string':
        return 'string'
      case 'boolean':
        return 'boolean'
      case 'integer':
      case 'number':
        return 'number'
      case 'array': {
        const item = this.#type(name, schema.items ?? {})
        return item.includes('|') ? `readonly (${item})[]` : `readonly ${item.startsWith('readonly ') ? `(${item})` : item}[]`
      }
      default:
        if (schema.properties !== undefined) return this.objectType(name, schema)
        if (typeof schema.additionalProperties === 'object')
          return `Readonly<Record<string, ${this.#type(`${name}Value`, schema.additionalProperties)}>>`
        return 'unknown'
    }
  }
}

function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
