import { Document } from 'yaml'
import type { Crd, CrdVersion } from '../gen/crd-file.ts'
import type { OpenApiSchema } from '../gen/open-api.ts'

/**
 * A CRD as `crds/` has it: what validates a manifest. Left out are descriptions (seven bytes of eight), printer columns, and the
 * schemas of `status`, `metadata`, `apiVersion` and `kind`. Subtrees that occur twice, such as the two served versions of HTTPRoute,
 * are written once and are YAML aliases from there on.
 */
export function trimmedText(crd: Crd): string {
  const { group, scope, names, versions } = crd.spec
  const trimmed: Crd & { readonly apiVersion: string; readonly kind: string } = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: { group, scope, names: { kind: names.kind }, versions: versions.map(trimmedVersion) },
  }
  return new Document(shared(trimmed)).toString({ lineWidth: 0 })
}

function trimmedVersion({ name, served, storage, schema }: CrdVersion): CrdVersion {
  const root = withoutDescriptions(schema.openAPIV3Schema)
  const { apiVersion: _, kind: __, metadata: ___, status, ...own } = root.properties ?? {}
  const properties = status === undefined ? own : { ...own, status: {} }
  return { name, served, storage, schema: { openAPIV3Schema: { ...root, properties } } }
}

/** `description` is a keyword of a schema, and may also be the name of a field: those of `properties` stay. */
function withoutDescriptions(schema: OpenApiSchema): OpenApiSchema {
  const entries = Object.entries(schema).filter(([keyword]) => keyword !== 'description')
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, trimmedKeyword(keyword, value)]))
}

function trimmedKeyword(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case 'properties':
      return Object.fromEntries(
        Object.entries(value as Record<string, OpenApiSchema>).map(([name, inner]) => [name, withoutDescriptions(inner)]),
      )
    case 'additionalProperties':
      return typeof value === 'object' ? withoutDescriptions(value as OpenApiSchema) : value
    case 'items':
    case 'not':
      return withoutDescriptions(value as OpenApiSchema)
    case 'oneOf':
    case 'anyOf':
    case 'allOf':
      return (value as OpenApiSchema[]).map(withoutDescriptions)
    default:
      return value
  }
}

/** The same value with equal subtrees as one object, which is what YAML aliases are written for. Short ones are plainer repeated. */
function shared<T>(value: T): T {
  const seen = new Map<string, unknown>()
  const once = (inner: unknown): unknown => {
    if (typeof inner !== 'object' || inner === null) return inner
    const copy = Array.isArray(inner) ? inner.map(once) : Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, once(item)]))
    const text = JSON.stringify(copy)
    if (text.length < 80) return copy
    const first = seen.get(text)
    if (first === undefined) seen.set(text, copy)
    return first ?? copy
  }
  return once(value) as T
}
