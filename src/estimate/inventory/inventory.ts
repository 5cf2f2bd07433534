import { targets } from '../../../translators/index.ts'
import type { Emission } from '../../model/change.ts'
import type { Translation } from '../../translation.ts'
import type { Tally } from '../evidence.ts'
import { touchedBeside } from './beside.ts'
import { type ClusterShown, clusterShown } from './cluster.ts'
import { type FieldUse, fieldsInUse } from './fields.ts'
import { type HttpNeed, httpNeeds, waypointsIn } from './http-needs.ts'
import { type ResourceRow, resourceRows } from './resource-rows.ts'
import { type Restarts, restartsOf } from './restarts.ts'
import { planesOf, shapesOf } from './workloads.ts'

/** What there is, counted from the input and from what the translator makes of it. */
export interface Inventory {
  /** Resources by kind, namespace and API version; their sum is `account.read`. */
  readonly resources: readonly ResourceRow[]
  /** Each workload once, by how it takes part in the mesh. */
  readonly planes: readonly Tally[]
  /** Workloads, Services and kinds that a migration has to treat in another way; a workload may be in several. */
  readonly shapes: readonly Tally[]
  /** What needs rules about HTTP in the target, once all decisions are taken that can be tried. */
  readonly http: readonly HttpNeed[]
  /** The waypoints there are today, those that this conversion adds, and those that there are once all decisions are taken. */
  readonly waypoints: { readonly existing: number; readonly added: number; readonly afterDecisions: number }
  readonly restarts: Restarts
  /** Fields of the kinds that the target accounts for, the most frequent first. */
  readonly fields: readonly FieldUse[]
  /** What the migration touches beside the mesh. */
  readonly beside: readonly Tally[]
  readonly cluster: ClusterShown
}

/** `decided` is what the translator makes of the input once all decisions are taken. */
export function inventoryOf(translation: Translation, decided: Emission): Inventory {
  const { input, invalid, mesh, emission, fates, target } = translation
  return {
    resources: resourceRows([...input.objects, ...invalid]),
    planes: planesOf(mesh),
    shapes: shapesOf(mesh, input.objects),
    http: httpNeeds(mesh, decided),
    waypoints: {
      existing: mesh.waypoints.length,
      added: waypointsIn(emission),
      afterDecisions: mesh.waypoints.length + waypointsIn(decided),
    },
    restarts: restartsOf(mesh, emission),
    fields: fieldsInUse(fates, targets[target].fates),
    beside: touchedBeside(input.objects, mesh),
    cluster: clusterShown(input.objects),
  }
}
