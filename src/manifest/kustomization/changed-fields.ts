import { isRecord } from '../object/identity.ts'

/** A path into an object; `*` stands for any item of a list. */
export type FieldPath = readonly string[]

/** The fields that a document of a patch changes: the paths of a JSON patch (RFC 6902), or the leaves of a strategic-merge patch. */
export function changedFields(document: unknown): FieldPath[] {
  if (Array.isArray(document) && document.every((step) => isRecord(step) && typeof step.path === 'string' && 'op' in step))
    return document.flatMap((step: Readonly<Record<string, unknown>>) => changedBy(step))
  if (isRecord(document) && typeof document.op === 'string' && typeof document.path === 'string') return changedBy(document)
  if (!isRecord(document)) return [[]]
  const { apiVersion: _, kind: __, metadata, ...rest } = document
  const { name: ___, namespace: ____, ...others } = isRecord(metadata) ? metadata : {}
  return leaves({ ...rest, ...(Object.keys(others).length === 0 ? {} : { metadata: others }) }, [])
}

/** A path of a replacement: `spec.template.metadata.labels.app`, `spec.containers.[name=web].ports`, keys with dots in brackets. */
export function dottedPath(path: string): FieldPath {
  return [...path.matchAll(/\[([^\]]*)\]|((?:\\.|[^.[\]/])+)/g)].map(([, bracket, word]) =>
    bracket !== undefined ? (bracket.includes('=') ? '*' : bracket) : /^\d+$/.test(word!) ? '*' : word!.replaceAll('\\', ''),
  )
}

function changedBy(step: Readonly<Record<string, unknown>>): FieldPath[] {
  if (step.op === 'test') return []
  const pointers = step.op === 'move' ? [step.path, step.from] : [step.path]
  const base = pointers.flatMap((pointer) => (typeof pointer === 'string' ? [pointerPath(pointer)] : []))
  // What is put in has fields of its own: an added container with its ports.
  const [at] = base
  const inside = at !== undefined && (isRecord(step.value) || Array.isArray(step.value)) ? leaves(step.value, at) : []
  return step.op === 'add' && inside.length > 0 && at?.at(-1) === '*' ? inside : [...base, ...inside]
}

function pointerPath(pointer: string): FieldPath {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^(?:\d+|-)$/.test(part) ? '*' : part))
}

/** A directive changes all of what it stands in; `null` takes a field away. */
function leaves(value: unknown, path: FieldPath): FieldPath[] {
  if (Array.isArray(value)) {
    if (value.length === 0 || value.some((item) => isRecord(item) && '$patch' in item)) return [path]
    return value.flatMap((item) => leaves(item, [...path, '*']))
  }
  if (!isRecord(value) || Object.keys(value).length === 0) return [path]
  if ('$patch' in value) return [path]
  return Object.entries(value).flatMap(([key, entry]) =>
    /^\$(?:deleteFromPrimitiveList|setElementOrder|retainKeys)/.test(key) ? [path] : leaves(entry, [...path, key]),
  )
}
