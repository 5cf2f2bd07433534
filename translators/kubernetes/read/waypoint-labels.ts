import type { Place } from '../../../src/diagnostics/place.ts'
import type { Labels, WaypointBinding, WaypointCanary } from '../../../src/model/workload.ts'

/**
 * `istio.io/use-waypoint` with its namespace; `labelsPlace` is the place of the labels. Without a name it is the name of no waypoint, which
 * binds all the same (istio:pilot/pkg/serviceregistry/ambient/waypoints.go GetUseWaypoint).
 */
export function waypointBinding(labels: Labels, namespace: string, labelsPlace: Place): { waypoint?: WaypointBinding } {
  const waypoint = bindingBy('istio.io/use-waypoint', labels, namespace, labelsPlace)
  return waypoint === undefined ? {} : { waypoint }
}

function bindingBy(label: string, labels: Labels, namespace: string, labelsPlace: Place): WaypointBinding | undefined {
  const name = labels[label]
  if (name === undefined) return undefined
  return { name, namespace: labels[`${label}-namespace`] ?? namespace, none: name === 'none', place: labelsPlace.field(label) }
}

/**
 * What labels and annotations of an object say about a canary of its waypoint, since Istio 1.31
 * (istio:pilot/pkg/serviceregistry/ambient/waypoints.go getUseWaypointCanary, getCanaryWeight).
 */
export function waypointCanary(labels: Labels, annotations: Labels, namespace: string, labelsPlace: Place): { canary?: WaypointCanary } {
  const label = 'istio.io/use-waypoint-canary'
  const binding = bindingBy(label, labels, namespace, labelsPlace)
  const weight = annotations[`${label}-weight`]
  if (binding === undefined && weight === undefined) return {}
  return {
    canary: {
      ...(binding === undefined ? {} : { binding: binding.name === '' ? { ...binding, none: true } : binding }),
      ...(weight === undefined ? {} : { share: shareOf(weight) }),
    },
  }
}

function shareOf(weight: string): number | 'invalid' {
  const percent = /^[+-]?\d+$/.test(weight) ? Number(weight) : -1
  return percent < 0 || percent > 100 ? 'invalid' : percent / 100
}

/** `istio.io/ingress-use-waypoint`, a Go boolean; what is none counts as absent (istio:pilot/pkg/serviceregistry/ambient/services.go). */
export function readIngressUsesWaypoint(labels: Labels): { ingressUsesWaypoint?: boolean } {
  const value = labels['istio.io/ingress-use-waypoint']
  if (value === undefined) return {}
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return { ingressUsesWaypoint: true }
  return /^(0|f|F|FALSE|false|False)$/.test(value) ? { ingressUsesWaypoint: false } : {}
}
