import type { Place } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import { isRecord } from '../object/identity.ts'
import { mapOf, recordsOf } from './parts.ts'

/** The sources of an Application, and of the one that an ApplicationSet writes. */
export function sourcesOf(object: SourceObject): { readonly value: Readonly<Record<string, unknown>>; readonly place: Place }[] {
  const [spec, at] =
    object.ref.kind === 'ApplicationSet'
      ? [mapOf(mapOf(mapOf(object.value.spec).template).spec), object.place.field('spec').field('template').field('spec')]
      : [mapOf(object.value.spec), object.place.field('spec')]
  const many = recordsOf(spec.sources).map(({ value, index }) => ({ value, place: at.field('sources').index(index) }))
  return isRecord(spec.source) ? [{ value: spec.source, place: at.field('source') }, ...many] : many
}
