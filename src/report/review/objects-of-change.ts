import { sameJson } from '../../manifest/object/equal.ts'
import { isClusterScoped } from '../../manifest/object/scope.ts'
import type { OutputFile } from '../../manifest/output-tree.ts'
import { assumedNamespace } from '../../manifest/unplaced.ts'
import { splitDocuments } from '../../manifest/yaml/split.ts'
import { ownValue } from '../../model/own-value.ts'
import { objectsOf } from '../structure/file-objects.ts'

/** An object as `--only` names it; a Namespace is about itself, and another object of the cluster about no namespace. */
export interface NamedObject {
  readonly kind: string
  readonly namespace: string
}

/**
 * The objects of a file that are changed, whatever the layout of their YAML. Those that name no namespace are in `assumed`, as `kubectl apply -n`
 * has it. Undefined for a file that does not parse: what changes in it may be any object.
 */
export function objectsOfChange(
  { path, before = '', text = '' }: OutputFile,
  assumed = assumedNamespace,
): readonly NamedObject[] | undefined {
  const [first, second] = [documentsOf(before), documentsOf(text)]
  const read = (own: readonly string[], other: readonly string[]) => objectsOf(onOneSide(own, other).map((one) => ({ path, text: one })))
  const [old, now] = [read(first, second), read(second, first)]
  if (old.unread.length + now.unread.length > 0) return undefined
  const all = [...old.objects, ...now.objects]
  const changed = all.filter(([key]) => !sameJson(old.objects.get(key)?.value, now.objects.get(key)?.value))
  // Where only comments or the layout change, it is about all of these documents.
  return (changed.length === 0 ? all : changed).flatMap(([, { value }]) => namedBy(value, assumed))
}

function documentsOf(text: string): string[] {
  return splitDocuments(text).map(({ content, end }) => text.slice(content, end))
}

function onOneSide(own: readonly string[], other: readonly string[]): string[] {
  const known = new Set(other.map((text) => text.trim()))
  return own.filter((text) => !known.has(text.trim()))
}

function namedBy(value: unknown, assumed: string): NamedObject[] {
  const text = (holder: unknown, name: string): string => {
    const found = typeof holder === 'object' && holder !== null ? ownValue(holder as Readonly<Record<string, unknown>>, name) : undefined
    return typeof found === 'string' ? found : ''
  }
  const kind = text(value, 'kind')
  const metadata = (value as { readonly metadata?: unknown } | null)?.metadata
  if (kind === 'Namespace') return [{ kind, namespace: text(metadata, 'name') }]
  if (kind === '') return []
  return [{ kind, namespace: isClusterScoped(text(value, 'apiVersion'), kind) ? '' : text(metadata, 'namespace') || assumed }]
}
