import { digest } from '../lists/digest.ts'
import type { ChangedPreset } from '../parts/changed-presets.ts'
import type { Part } from '../parts/part.ts'
import type { FoundDifference } from './group.ts'

/** The doubt about every part where an installation takes other settings after by a name of which comparing does not know what it holds. */
export function presetDoubts(changes: readonly ChangedPreset[], { destination, kind, protocol }: Part): FoundDifference[] {
  return changes.flatMap(({ what, mayDecide }): FoundDifference[] => {
    if (!mayDecide) return []
    const needs = `which settings come with ${what}`
    const covers = digest(JSON.stringify([destination.name, kind.name, protocol, needs]))
    return [{ verdict: 'undetermined', destination: destination.name, client: kind.name, classes: 1, covers, changed: [], needs }]
  })
}
