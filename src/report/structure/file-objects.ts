import { objectText } from '../../diagnostics/place.ts'
import { isRecord, nameOf } from '../../manifest/object/identity.ts'
import { parseFile } from '../../manifest/parse-file.ts'
import { groupOf } from '../../model/api-group.ts'

/** The files of one side of a change. */
export interface SideFile {
  readonly path: string
  readonly text: string
}

/** An object, or a document that is none, as it stands in a file. */
export interface FileObject {
  /** `VirtualService shop/catalog`, or `document 2 of values.yaml`. */
  readonly title: string
  readonly file: string
  readonly value: unknown
}

/** The objects of some files by what they are, whatever file holds them; `unread` are files whose text is not one of documents. */
export function objectsOf(files: readonly SideFile[]): {
  readonly objects: ReadonlyMap<string, FileObject>
  readonly unread: readonly string[]
} {
  const objects = new Map<string, FileObject>()
  const unread: string[] = []
  const add = (key: string, object: FileObject): void => {
    let free = key
    // The same object twice is two, in their order.
    for (let count = 2; objects.has(free); count++) free = `${key} ${count}`
    objects.set(free, object)
  }
  for (const { path, text } of files) {
    const { documents } = parseFile(path, text).file
    if (documents.some(({ parses, skipped }) => !parses && skipped !== 'empty')) {
      unread.push(path)
      continue
    }
    for (const [index, { value, skipped }] of documents.entries()) {
      if (skipped === 'empty') continue
      for (const item of itemsOf(value)) {
        const ref = refOf(item)
        const title = ref?.title ?? `document ${index + 1} of ${path}`
        add(ref?.key ?? title, { title, file: path, value: item })
      }
    }
  }
  return { objects, unread }
}

/** The members of a `kind: List`, each for itself. */
function itemsOf(value: unknown): readonly unknown[] {
  return isRecord(value) && value.kind === 'List' && Array.isArray(value.items) ? value.items : [value]
}

function refOf(value: unknown): { readonly key: string; readonly title: string } | undefined {
  if (!isRecord(value) || typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') return undefined
  const name = nameOf(value)
  if (name === undefined) return undefined
  const metadata = isRecord(value.metadata) ? value.metadata : {}
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : ''
  const title = objectText({ kind: value.kind, namespace, name })
  // Another version of the API is the same object.
  return { key: `${groupOf(value.apiVersion)} ${title}`, title }
}
