import type { Place } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { SourceObject } from '../../model/object.ts'
import { evidenceAt, type Tally, tallied } from '../evidence.ts'
import { signs } from './signs.ts'

/**
 * What a migration touches beside policies and routes: who else writes routes, scales pods, reads the metrics of sidecars or reaches into proxies.
 * Each row opens to the objects; what stands outside of the input (dashboards in another repository) is not counted.
 */
export function touchedBeside(objects: readonly SourceObject[], mesh: Mesh): readonly Tally[] {
  return tallied([
    ...signs.map(({ what, of }) => ({ what, evidence: placesIn(objects, of) })),
    {
      what: 'virtual machines',
      evidence: [...mesh.workloads.filter(({ kind }) => kind === 'WorkloadEntry'), ...mesh.machineGroups].map(({ place }) =>
        evidenceAt(place),
      ),
    },
  ])
}

function placesIn(objects: readonly SourceObject[], of: (object: SourceObject) => Place | undefined): Tally['evidence'] {
  return objects.flatMap((object) => {
    const place = of(object)
    return place === undefined ? [] : [evidenceAt(place)]
  })
}
