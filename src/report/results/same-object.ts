import { isPlace, objectText, type Place, placeAt } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'

/** The objects of a mesh that decide, each as a whole. */
export function decidingObjects(mesh: Mesh): Place[] {
  return Object.values(mesh).flatMap((list) => (Array.isArray(list) ? list.flatMap(rootOf) : []))
}

/** Where the field of an object of one mesh stands in another: the nearest that is left of it, or nowhere where the object is gone. */
export function placeInOther(mesh: Mesh): (place: Place) => Place | undefined {
  let roots: ReadonlyMap<string, Place> | undefined
  return (place) => {
    roots ??= new Map(decidingObjects(mesh).map((place) => [objectText(place.object), place]))
    const root = roots.get(objectText(place.object))
    return root === undefined ? undefined : placeAt(root, place.path)
  }
}

function rootOf({ place }: { readonly place?: unknown }): Place[] {
  return isPlace(place) && place.path.length === 0 ? [place] : []
}
