import { objectText } from '../../diagnostics/place.ts'
import type { WaveRestarts } from '../../plan/availability/wave-restarts.ts'
import type { WaypointAvailability } from '../../plan/availability/waypoint-availability.ts'
import { placeJson } from '../findings/json.ts'

/** What a restart costs, each workload and PodDisruptionBudget with its place. */
export function restartsJson({ pods, uncounted, interrupted, alone, budgets }: WaveRestarts): Record<string, unknown> {
  return {
    pods,
    uncounted,
    interrupted: interrupted.map(({ kind, place }) => ({ kind, ...placeJson(place) })),
    alone: alone.map(placeJson),
    budgets: budgets.map(({ place, forbids }) => ({ ...placeJson(place), ...(forbids === undefined ? {} : { forbids }) })),
  }
}

/** A waypoint, with what of the input scales it and limits evictions of its pods. */
export function waypointJson({ waypoint, autoscaler, budget }: WaypointAvailability): Record<string, unknown> {
  return {
    waypoint: objectText(waypoint),
    ...(autoscaler === undefined ? {} : { autoscaler: placeJson(autoscaler) }),
    ...(budget === undefined ? {} : { budget: placeJson(budget) }),
  }
}
