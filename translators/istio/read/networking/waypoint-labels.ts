import type { SourceObject } from '../../../../src/model/object.ts'
import type { WaypointBinding, WaypointCanary } from '../../../../src/model/workload.ts'
import { waypointBinding, waypointCanary } from '../../../kubernetes/read/waypoint-labels.ts'

interface WaypointLabels {
  readonly waypoint?: WaypointBinding
  readonly canary?: WaypointCanary
  readonly ingressUsesWaypoint?: boolean
}

const trueTexts: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])

/** What the labels of a ServiceEntry or WorkloadEntry say about waypoints (istio:pilot/pkg/serviceregistry/ambient/waypoints.go, services.go). */
export function readWaypointLabels({ labels, annotations, ref: { namespace }, place }: SourceObject): WaypointLabels {
  const labelsPlace = place.field('metadata').field('labels')
  const ingress = labels['istio.io/ingress-use-waypoint']
  return {
    ...waypointBinding(labels, namespace, labelsPlace),
    ...waypointCanary(labels, annotations, namespace, labelsPlace),
    ...(ingress === undefined ? {} : { ingressUsesWaypoint: trueTexts.has(ingress) }),
  }
}
