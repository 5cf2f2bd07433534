import { dirname } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { corpora } from './corpora.ts'

/** One folder of real manifests, document by document: small enough to compare, and what people apply together. */
export interface Folder {
  readonly path: string
  readonly documents: readonly string[]
}

/** The folders of all corpora in which something decides about requests. */
export function folders(): readonly Folder[] {
  const files = new Map<string, InputFile[]>()
  for (const file of [...corpora().values()].flat()) {
    const path = dirname(file.path)
    files.set(path, [...(files.get(path) ?? []), file])
  }
  return [...files].flatMap(([path, own]): Folder[] => {
    const documents = own.flatMap(documentsOf)
    return documents.some((text) => /^kind: *(?:AuthorizationPolicy|PeerAuthentication|VirtualService|Sidecar)\b/m.test(text))
      ? [{ path, documents }]
      : []
  })
}

function documentsOf({ text }: InputFile): string[] {
  return text.split(/^---.*$/m).filter((document) => document.trim() !== '')
}

/** The kind of a document and the manifest itself; undefined for what is none. */
export function manifestIn(text: string): ManifestText | undefined {
  const [document, ...more] = parseAllDocuments(text, { merge: true, logLevel: 'silent' })
  if (document === undefined || more.length > 0 || !('errors' in document) || document.errors.length > 0) return undefined
  const value = document.toJS() as ManifestText | null
  return typeof value?.kind === 'string' && typeof value.metadata?.name === 'string' ? value : undefined
}

interface ManifestText {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
}
