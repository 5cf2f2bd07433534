import { type InterfaceDeclaration, Project, type SourceFile } from 'ts-morph'

/** The part of an OpenAPI v3 schema that types need. */
export interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
}

/**
 * The TypeScript types of a CRD's spec as source text: one interface for each object of the schema, named by its path. Every field is
 * optional, because the API server's defaults and Istio's own decide what a missing one means; `required` is the validator's business.
 */
export function typesOf(kind: string, spec: Schema, header: string): string {
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

  objectType(name: string, schema: Schema): string {
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

  #type(name: string, schema: Schema): string {
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
