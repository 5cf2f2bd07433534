import type { Place } from '../../../../src/diagnostics/place.ts'
import type { Labels, WaypointBinding } from '../../../../src/model/workload.ts'

/** `istio.io/use-waypoint` with its namespace; `labelsPlace` is the place of the labels. */
export function waypointBinding(labels: Labels, namespace: string, labelsPlace: Place): { waypoint?: WaypointBinding } {
  const name = labels['istio.io/use-waypoint']
  if (name === undefined || name === '') return {}
  return {
    waypoint: {
      name,
      namespace: labels['istio.io/use-waypoint-namespace'] || namespace,
      none: name === 'none',
      place: labelsPlace.field('istio.io/use-waypoint'),
    },
  }
}

/** `istio.io/ingress-use-waypoint`, a Go boolean; what is none counts as absent (istio:pilot/pkg/serviceregistry/ambient/services.go). */
export function ingressUsesWaypoint(labels: Labels): { ingressUsesWaypoint?: boolean } {
  const value = labels['istio.io/ingress-use-waypoint']
  if (value === undefined) return {}
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return { ingressUsesWaypoint: true }
  return /^(0|f|F|FALSE|false|False)$/.test(value) ? { ingressUsesWaypoint: false } : {}
}
