import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import { objectText } from '../../diagnostics/place.ts'
import type { AddedObject } from '../../model/change.ts'
import type { SourceObject } from '../../model/object.ts'
import type { Reach, UnreadInput } from '../../model/unread.ts'
import { carriedBy, mayChangeOthers } from './carried-input.ts'

/**
 * What objects of the input change on its way into the cluster of what an output adds, such as a webhook that is called for HTTPRoutes: what is stored may say
 * something else than what is written. Each has the reach of the object that is added.
 */
export function carriedOutput(
  input: readonly SourceObject[],
  values: readonly SourceObject[],
  added: readonly AddedObject[],
): { readonly unread: UnreadInput; readonly diagnostic: Diagnostic }[] {
  const carriers = added.length === 0 ? [] : input.filter(mayChangeOthers)
  if (carriers.length === 0) return []
  const output = new Set(added.map(asSource))
  const objects = [...input, ...output]
  const names = new Set(added.map(({ object }) => keyOf(object.kind, object.metadata.namespace ?? '', object.metadata.name)))
  return carriers.flatMap((object) =>
    carriedBy(object, objects, values, output)
      .filter(({ how, reach }) => how === 'changes' && names.has(keyOfReach(reach)))
      .map(({ what, place, reach }) => {
        const carrier = objectText(object.ref)
        const unread: UnreadInput = { why: 'carried', what: `${what}, which ${carrier} changes`, reach, place, span: place.span }
        return { unread, diagnostic: diagnose(catalogue.changesOutput, place, { carrier, what }) }
      }),
  )
}

/** An object of the output, as carriers are asked of those of the input. It has no place of its own. */
function asSource({ object, causes }: AddedObject): SourceObject {
  const { apiVersion, kind, metadata } = object
  const { name, namespace = '', labels = {}, annotations = {} } = metadata
  const place = causes[0]
  const ref = { apiVersion, kind, namespace, name, file: place?.object.file ?? '', document: place?.object.document ?? 0 }
  return { ref, value: object, place: place!, labels, annotations, owners: [] }
}

function keyOfReach({ kinds, namespaces, name = '' }: Reach): string {
  return kinds === 'any' || namespaces === 'any' ? '' : keyOf(kinds[0] ?? '', namespaces[0] ?? '', name)
}

function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`
}
