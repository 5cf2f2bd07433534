import type { SourceObject } from '../../../../src/model/object.ts'
import type { WaypointBinding } from '../../../../src/model/workload.ts'

interface WaypointLabels {
  readonly waypoint?: WaypointBinding
  readonly ingressUsesWaypoint?: boolean
}

const trueTexts: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])

/** What the labels of a ServiceEntry or WorkloadEntry say about waypoints (istio:pilot/pkg/serviceregistry/ambient/waypoints.go, services.go). */
export function readWaypointLabels(object: SourceObject): WaypointLabels {
  const name = object.labels['istio.io/use-waypoint']
  const ingress = object.labels['istio.io/ingress-use-waypoint']
  return {
    ...(name ? { waypoint: binding(object, name) } : {}),
    ...(ingress === undefined ? {} : { ingressUsesWaypoint: trueTexts.has(ingress) }),
  }
}

function binding(object: SourceObject, name: string): WaypointBinding {
  return {
    name,
    namespace: object.labels['istio.io/use-waypoint-namespace'] || object.ref.namespace,
    none: name === 'none',
    place: object.place.field('metadata').field('labels').field('istio.io/use-waypoint'),
  }
}
