import type { Mesh } from '../../model/mesh.ts'
import { digest } from '../lists/digest.ts'
import { changedExtensions } from '../parts/changed-extensions.ts'
import type { Part } from '../parts/part.ts'
import type { FoundDifference } from './group.ts'

/** The doubt about a part whose pods have other extensions before and after; what is certain about its requests is reported beside it. */
export function extensionDoubts(before: Mesh, after: Mesh, part: Part): FoundDifference[] {
  const changed = changedExtensions(before, after, part)
  if (changed === undefined) return []
  const { needs, limits } = changed
  const { destination, kind, protocol } = part
  const covers = digest(JSON.stringify([destination.name, kind.name, protocol, needs]))
  return [
    {
      verdict: 'undetermined',
      destination: destination.name,
      client: kind.name,
      classes: 1,
      covers,
      changed: [],
      needs,
      ...(limits === undefined ? {} : { limits }),
    },
  ]
}
