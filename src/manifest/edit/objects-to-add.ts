import { compareText, type ObjectRef, objectText } from '../../diagnostics/place.ts'
import { oneLine } from '../../diagnostics/printable.ts'
import { groupOf } from '../../model/api-group.ts'
import type { Change } from '../../model/change.ts'
import type { KubernetesObject } from '../../model/object.ts'
import type { ManifestSet } from '../manifest-set.ts'
import { sameJson } from '../object/equal.ts'
import { isClusterScoped } from '../object/scope.ts'
import { printYaml } from '../yaml/print.ts'

export type AddChange = Extract<Change, { kind: 'add' }>

/** A new object and the reasons that its comment gives. */
export interface Addition {
  readonly object: KubernetesObject
  readonly namespace: string
  readonly reasons: readonly string[]
  /** The change that decides where the object is written. */
  readonly change: AddChange
}

export function identityOf(ref: Pick<ObjectRef, 'apiVersion' | 'kind' | 'namespace' | 'name'>): string {
  return `${groupOf(ref.apiVersion)}/${ref.kind}/${ref.namespace}/${ref.name}`
}

export function refOf(object: KubernetesObject, file: string, document: number): ObjectRef {
  const { apiVersion, kind, metadata } = object
  return { apiVersion, kind, namespace: namespaceOf(object), name: metadata.name, file, document }
}

function namespaceOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  return isClusterScoped(apiVersion, kind) ? '' : (metadata.namespace ?? 'default')
}

/**
 * The objects to add, by kind, namespace and name; an object that is added twice alike is added once. Two different objects of one
 * name, or one that the input has already, are a bug of the target and throw.
 */
export function additionsOf(set: ManifestSet, changes: readonly Change[]): Addition[] {
  const removed = new Set(changes.flatMap((change) => (change.kind === 'remove' ? [identityOf(change.target)] : [])))
  const present = new Map(set.objects.map((object) => [identityOf(object.ref), object]))
  const additions = new Map<string, Addition>()
  for (const change of changes.filter((one) => one.kind === 'add').sort(compareAdds)) {
    const { object, why } = change
    const namespace = namespaceOf(object)
    const identity = identityOf({ ...object, namespace, name: object.metadata.name })
    const there = removed.has(identity) ? undefined : present.get(identity)
    if (there !== undefined) {
      if (sameJson(there.value, object)) continue
      throw new Error(`${objectText(there.ref)} is to be added but is in the input`)
    }
    const earlier = additions.get(identity)
    if (earlier === undefined) additions.set(identity, { object, namespace, reasons: [why], change })
    else if (!sameJson(earlier.object, object)) throw new Error(`two different objects ${objectText(refOf(object, '', 0))} are to be added`)
    else {
      const causes = [...earlier.change.causes, ...change.causes]
      additions.set(identity, { ...earlier, reasons: [...new Set([...earlier.reasons, why])], change: { ...earlier.change, causes } })
    }
  }
  return [...additions.values()]
}

function compareAdds(a: AddChange, b: AddChange): number {
  return (
    compareText(a.object.kind, b.object.kind) ||
    compareText(a.object.metadata.namespace ?? '', b.object.metadata.namespace ?? '') ||
    compareText(a.object.metadata.name, b.object.metadata.name) ||
    compareText(a.object.apiVersion, b.object.apiVersion) ||
    compareText(firstCause(a), firstCause(b)) ||
    compareText(a.why, b.why)
  )
}

function firstCause({ causes }: Change): string {
  const object = causes[0]?.object
  return object === undefined ? '' : `${object.file}#${String(object.document).padStart(9, '0')}/${object.item ?? ''}`
}

/** The text of a new document, under a comment that says why it is there. */
export function documentText(object: KubernetesObject, reasons: readonly string[]): string {
  const { apiVersion, kind, metadata, ...rest } = object
  return `${reasons.map(comment).join('')}${printYaml({ apiVersion, kind, metadata, ...rest })}`
}

const commentWidth = 100

/** Text as comment lines of at most `commentWidth` columns, words permitting. */
export function comment(text: string): string {
  const lines: string[] = []
  let line = '#'
  for (const raw of text.split(/\s+/).filter((part) => part !== '')) {
    const word = oneLine(raw)
    if (line !== '#' && line.length + 1 + word.length > commentWidth) {
      lines.push(line)
      line = '#'
    }
    line += ` ${word}`
  }
  return line === '#' && lines.length === 0 ? '' : `${[...lines, line].join('\n')}\n`
}
