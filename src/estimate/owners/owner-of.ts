import { objectKey } from '../../account/fates.ts'
import type { ObjectRef } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import { ownValue } from '../../model/own-value.ts'
import type { Translation } from '../../translation.ts'
import { defaultOwnerKeys } from './owner-keys.ts'

/** Where owners are looked for. */
export interface OwnerSources {
  /** Labels and annotations, the first that an object has; `defaultOwnerKeys` where none is given. */
  readonly keys?: readonly string[]
  /** Owners of a file of the input, as CODEOWNERS has them. */
  readonly ofFile?: (file: string) => readonly string[]
}

/** Who owns a place of the input; nothing where no label, Namespace or file says so. */
export type OwnerOf = (at: { readonly ref?: ObjectRef | undefined; readonly file?: string | undefined }) => string | undefined

/** An object's own label first, its pods' next, then that of its Namespace, then CODEOWNERS: the nearer, the more it says of this object. */
export function ownersIn({ input, invalid }: Translation, { keys = defaultOwnerKeys, ofFile }: OwnerSources): OwnerOf {
  const objects = [...input.objects, ...invalid]
  const own = new Map(objects.map((object) => [objectKey(object.ref), labelled(object, keys)]))
  const namespaces = new Map<string, string>()
  for (const object of objects) {
    const named = object.ref.kind === 'Namespace' ? own.get(objectKey(object.ref)) : undefined
    if (named !== undefined) namespaces.set(object.ref.name, named)
  }
  return ({ ref, file = ref?.file }) => {
    const named = ref === undefined ? undefined : (own.get(objectKey(ref)) ?? namespaces.get(ref.namespace))
    if (named !== undefined) return named
    const owners = file === undefined ? [] : (ofFile?.(file) ?? [])
    return owners.length === 0 ? undefined : owners.join(' ')
  }
}

function labelled({ value }: SourceObject, keys: readonly string[]): string | undefined {
  const metadata = [fieldOf(value, 'metadata'), fieldOf(fieldOf(fieldOf(value, 'spec'), 'template'), 'metadata')]
  for (const one of metadata)
    for (const key of keys)
      for (const under of ['labels', 'annotations']) {
        const text = fieldOf(fieldOf(one, under), key)
        if (typeof text === 'string' && text.trim() !== '') return text.trim()
      }
  return undefined
}

/** A field of a map; undefined where there is no map. */
function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? ownValue(value as Readonly<Record<string, unknown>>, key) : undefined
}
