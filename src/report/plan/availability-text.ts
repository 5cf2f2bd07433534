import { objectText, type Place } from '../../diagnostics/place.ts'
import type { MetBudget } from '../../plan/availability/met-budgets.ts'
import type { Interruption, WaveRestarts } from '../../plan/availability/wave-restarts.ts'
import { availabilityObjects, type WaypointAvailability, waypointPods } from '../../plan/availability/waypoint-availability.ts'
import type { Wave } from '../../plan/plan.ts'
import { shellWord } from '../../rollout/shell-word.ts'
import { amountText, positionText } from '../findings/text.ts'
import { listed } from './listed.ts'

/** The file of a wave with what its waypoints lack; not `.yaml`, as no file of a rollout is that `kubectl apply -R` would take. */
export function waypointFile({ folder }: Pick<Wave, 'folder'>): string {
  return `${folder}/waypoints.optional`
}

/** What restarting costs: pods, workloads that answer nothing meanwhile, and PodDisruptionBudgets. */
export function restartLines({ pods, uncounted, interrupted, alone, budgets }: WaveRestarts, limit: number): readonly string[] {
  const more = uncounted === 0 ? '' : `, and those of ${amountText(uncounted, 'workload')} with as many as nodes or runs`
  const count = pods.low === pods.high ? amountText(pods.high, 'pod') : `${pods.low} to ${pods.high} pods`
  const kinds = [...new Set(interrupted.map(({ kind }) => kind))]
  return [
    ...(pods.high + uncounted === 0 ? [] : [`${pods.high === 0 ? 'restarts no pod that is counted' : `restarts ${count}`}${more}`]),
    ...kinds.map((kind) => {
      const places = interrupted.filter((one) => one.kind === kind).map(({ place }) => place)
      return `interrupted, because ${interruptions[kind]}: ${listed(places.map(placedText), limit)}`
    }),
    ...(alone.length === 0
      ? []
      : [`one pod, which stops once the next one is ready, and its connections with it: ${listed(alone.map(placedText), limit)}`]),
    ...budgets.slice(0, limit).map(budgetText),
    ...(budgets.length <= limit ? [] : [`and ${amountText(budgets.length - limit, 'more PodDisruptionBudget')}`]),
  ]
}

const interruptions: Readonly<Record<Interruption, string>> = {
  recreate: 'all pods stop before new ones start',
  'one-pod': 'the only pod stops before the next one starts',
  deleted: 'all pods are deleted at one time',
}

function budgetText({ place, forbids }: MetBudget): string {
  const name = placedText(place)
  const ofPods =
    forbids === undefined ? '' : forbids === 0 ? ' at any time' : ` while there ${forbids === 1 ? 'is 1 pod' : `are ${forbids} pods`}`
  return forbids === undefined
    ? `a restart does not ask ${name}, which may refuse evictions until it is through`
    : `a restart does not ask ${name}, which allows no eviction${ofPods}: nodes with these pods cannot be drained`
}

/** What the waypoints of a wave need so that they stay available, and the commands for it. */
export function waypointLines(wave: Pick<Wave, 'folder' | 'waypoints'>, limit: number): readonly string[] {
  const { waypoints } = wave
  if (waypoints.length === 0) return []
  const shown = waypoints.flatMap((one) => [
    ...shownText(one, 'scaled', one.autoscaler),
    ...shownText(one, 'kept from being evicted at one time', one.budget),
  ])
  const lacking = waypoints.filter(({ autoscaler, budget }) => autoscaler === undefined || budget === undefined)
  if (lacking.length === 0) return shown
  const file = shellWord(waypointFile(wave))
  const byKinds = new Map<string, string[]>()
  for (const one of lacking) {
    const kinds = availabilityObjects([one])
      .map(({ kind }) => `no ${kind}`)
      .join(', ')
    byKinds.set(kinds, [...(byKinds.get(kinds) ?? []), `${one.waypoint.namespace}/${one.waypoint.name}`])
  }
  return [
    ...shown,
    ...[...byKinds].map(
      ([kinds, names]) =>
        `${kinds} for ${listed(names, limit)}: istiod gives a waypoint one pod, and what it carries fails while none runs`,
    ),
    `optional, once ${lacking.length === 1 ? 'it is' : 'they are'} programmed (${waypointPods.low} to ${waypointPods.high} pods, evicted one at a time): kubectl apply -f ${file}`,
    `rollback.sh leaves that in place: kubectl delete --ignore-not-found -f ${file}`,
  ]
}

function shownText({ waypoint }: WaypointAvailability, what: string, place: Place | undefined): readonly string[] {
  return place === undefined ? [] : [`waypoint ${waypoint.namespace}/${waypoint.name} is ${what} by ${placedText(place)}`]
}

function placedText(place: Place): string {
  return `${objectText(place.object)} (${positionText(place.span)})`
}
