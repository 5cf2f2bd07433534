import type { ObjectRef } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import { NodePlace } from '../yaml/node-place.ts'
import type { ParsedDocument, ParsedFile } from '../yaml/parsed-file.ts'
import { isRecord, nameOf } from './identity.ts'

/** An object as it stands in a document, with the parts that every reader asks for. */
export function sourceObject(found: {
  readonly file: ParsedFile
  readonly document: ParsedDocument
  readonly value: Readonly<Record<string, unknown>>
  readonly namespace: string
  readonly item: number | undefined
}): SourceObject {
  const { file, document, value, namespace, item } = found
  const metadata = isRecord(value.metadata) ? value.metadata : {}
  const annotations = textMap(metadata.annotations)
  const owners = [...ownersOf(metadata.ownerReferences), ...releaseOf(annotations)]
  const ref: ObjectRef = {
    apiVersion: value.apiVersion as string,
    kind: value.kind as string,
    namespace,
    name: nameOf(value) ?? '',
    file: file.path,
    document: document.index,
    ...(item === undefined ? {} : { item }),
    ...(owners.length === 0 ? {} : { owners }),
  }
  const place = new NodePlace({ file, document, item, object: ref })
  const created = metadata.creationTimestamp
  return {
    ref,
    value,
    place,
    labels: textMap(metadata.labels),
    annotations,
    owners,
    ...(typeof created === 'string' ? { creationTimestamp: created } : {}),
  }
}

/** The text of a plain document whose object is as it is written there; undefined where the text may say other things than the object. */
export function plainTextOf({ value, place }: SourceObject): string | undefined {
  return place instanceof NodePlace && place.document.value === value ? place.plainText : undefined
}

/** A document that is not an object, by the name of its file. */
export function sourceValues(file: ParsedFile, document: ParsedDocument, value: Readonly<Record<string, unknown>>): SourceObject {
  const ref: ObjectRef = { apiVersion: '', kind: 'Helm values', namespace: '', name: file.path, file: file.path, document: document.index }
  const place = new NodePlace({ file, document, object: ref })
  return { ref, value, place, labels: noText, annotations: noText, owners: [] }
}

/** Labels and annotations are strings to the API server; an unquoted `true` is taken as the text it was meant to be. */
function textMap(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return noText
  const texts: [string, string][] = []
  for (const [key, entry] of Object.entries(value)) if (entry !== null && typeof entry !== 'object') texts.push([key, String(entry)])
  return Object.fromEntries(texts)
}

const noText: Readonly<Record<string, string>> = {}

function ownersOf(value: unknown): SourceObject['owners'] {
  if (!Array.isArray(value)) return []
  return value.filter(isRecord).map(({ kind, name }) => ({ kind: String(kind ?? ''), name: String(name ?? '') }))
}

/** The Helm release that installed an object of a live cluster; rendered charts in a repository do not carry the annotation. */
function releaseOf(annotations: Readonly<Record<string, string>>): SourceObject['owners'] {
  const name = annotations['meta.helm.sh/release-name']
  return name === undefined ? [] : [{ kind: 'Helm release', name }]
}
