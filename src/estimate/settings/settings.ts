import type { ResourceRequests } from '../../model/target-platform.ts'
import type { OwnerSources } from '../owners/owner-of.ts'
import type { Range } from '../range.ts'
import { defaultWeights, type Weights } from './weights.ts'

/** What a user may choose about an estimate. */
export interface EstimateSettings {
  readonly weights: Weights
  /** Points that a person does in a day: a rate of the user's own, without which no days are printed. */
  readonly pointsPerDay?: number
  /** What proxies ask for, by name: `sidecar`, `waypoint`, and what the target runs on nodes. */
  readonly components: Readonly<Record<string, Partial<ResourceRequests>>>
  /** Pods of one waypoint: one where nothing scales it (istio:manifests/charts/istio-control/istio-discovery/files/waypoint.yaml), two to survive a node. */
  readonly waypointReplicas: Range
  /** Nodes of the cluster; absent where neither the user nor the input says how many. */
  readonly nodes?: Range
  /** Where owners of work are looked for. */
  readonly owners: OwnerSources
  /** Whether decisions and older releases are tried; true where it is absent. */
  readonly whatIf?: boolean
}

/** What `estimate` computes with where no settings file says otherwise. */
export const defaultEstimateSettings: EstimateSettings = {
  weights: defaultWeights,
  components: {},
  waypointReplicas: { low: 1, high: 2 },
  owners: {},
}
