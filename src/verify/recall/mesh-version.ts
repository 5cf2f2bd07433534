import type { ObjectRef, Place } from '../../diagnostics/place.ts'

/** What one of several meshes after is, as far as others may be the same. */
export interface MeshVersion {
  /** What decides about destinations in some namespaces, by name: two versions with the same name decide alike about requests of any client. */
  slice(namespaces: readonly string[]): string
  /** Where an object is in its text. */
  placeOf(object: ObjectRef): Place | undefined
}
