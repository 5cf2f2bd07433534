import { isPlace, type ObjectRef, type Place } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'

/** The places of whole objects of a mesh, by what is said of each: its kind and name, and where it is written. */
export class ObjectPlaces {
  readonly #mesh: Mesh
  #known: ReadonlyMap<string, Place> | undefined

  constructor(mesh: Mesh) {
    this.#mesh = mesh
  }

  /** Undefined where no noun of the mesh is that object as a whole. */
  of(object: string): Place | undefined {
    this.#known ??= rootsIn(this.#mesh)
    return this.#known.get(object)
  }
}

/** All that is said of an object, as a text. */
export function writtenObject(object: ObjectRef): string {
  return JSON.stringify(object)
}

function rootsIn(mesh: Mesh): ReadonlyMap<string, Place> {
  const known = new Map<string, Place>()
  const taken = new Set<ObjectRef>()
  for (const list of Object.values(mesh)) {
    if (!Array.isArray(list)) continue
    for (const { place } of list as readonly { readonly place?: unknown }[]) {
      if (!isPlace(place) || taken.has(place.object) || place.path.length > 0) continue
      taken.add(place.object)
      known.set(writtenObject(place.object), place)
    }
  }
  return known
}
