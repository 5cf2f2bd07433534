import { type ObjectRef, objectText, type Place } from '../../diagnostics/place.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import type { SourceObject } from '../../model/object.ts'
import { type PodCount, replicasOf } from '../../model/replicas.ts'
import type { Workload } from '../../model/workload.ts'
import { isRolledOut } from '../../rollout/restarts.ts'
import type { Translation } from '../../translation.ts'
import { type MetBudget, metBudgets } from './met-budgets.ts'

/** Why no pod of a workload answers for a while: all are stopped before new ones start, the only one is, or all are deleted at one time. */
export type Interruption = 'recreate' | 'one-pod' | 'deleted'

/** What it costs that the workloads of a wave lose their sidecars: their pods are made anew. */
export interface WaveRestarts {
  readonly pods: PodCount
  /** Workloads with as many pods as the cluster has nodes (DaemonSet), or as the moment asks for (Job, CronJob). */
  readonly uncounted: number
  readonly interrupted: readonly { readonly kind: Interruption; readonly place: Place }[]
  /** Workloads with one pod, which stops once the next one is ready. */
  readonly alone: readonly Place[]
  readonly budgets: readonly MetBudget[]
}

/** What restarting the workloads of a wave costs; absent where none of the input restarts. */
export function waveRestarts({ mesh, input }: Translation, moves: readonly ObjectRef[]): WaveRestarts | undefined {
  const objects = new Map(input.objects.map((object) => [objectText(object.ref), object]))
  const moving = new Set(moves.map(objectText))
  const isMadeByMoving = ({ namespace, owners }: Workload) =>
    owners.some(({ kind, name }) => moving.has(objectText({ kind, name, namespace })))
  const workloads = mesh.workloads.filter((one) => moving.has(objectText(one.place.object)) && !isMadeByMoving(one))
  if (workloads.length === 0) return undefined
  const podsOf = replicasOf(input.objects)
  const counts = workloads.flatMap((one) => podsOf(one) ?? [])
  const found = workloads.flatMap((one) => {
    const object = objects.get(objectText(one.place.object))
    const kind = object === undefined ? undefined : interruptionOf(one, object, podsOf(one))
    return kind === undefined ? [] : [{ kind, place: placeOf(one, kind) }]
  })
  const interrupted = new Set(found.map(({ place }) => objectText(place.object)))
  return {
    pods: { low: sum(counts.map(({ low }) => low)), high: sum(counts.map(({ high }) => high)) },
    uncounted: workloads.length - counts.length,
    interrupted: found,
    alone: workloads.filter((one) => isOne(podsOf(one)) && !interrupted.has(objectText(one.place.object))).map(({ place }) => place),
    budgets: metBudgets(mesh.workloads, workloads, input.objects, podsOf),
  }
}

/**
 * A rolling update of a Deployment starts a pod before it stops one, unless it may surge by none or has one to spare
 * (kubernetes:pkg/controller/deployment/util/deployment_util.go ResolveFenceposts). A StatefulSet stops a pod before it starts it again.
 */
function interruptionOf({ kind, batch }: Workload, object: SourceObject, pods: PodCount | undefined): Interruption | undefined {
  if (batch || pods?.high === 0) return undefined
  if (kind === 'Pod') return 'one-pod'
  if (!isRolledOut(object.ref, object)) return 'deleted'
  const spec = recordOf(object.value.spec)
  const strategy = recordOf(spec.strategy)
  if (strategy.type === 'Recreate') return 'recreate'
  if (!isOne(pods)) return undefined
  if (kind !== 'Deployment') return 'one-pod'
  const { maxSurge = '25%', maxUnavailable = '25%' } = recordOf(strategy.rollingUpdate)
  return partOfOne(maxSurge, Math.ceil) === 0 || partOfOne(maxUnavailable, Math.floor) > 0 ? 'one-pod' : undefined
}

function placeOf({ place }: Workload, kind: Interruption): Place {
  return kind === 'recreate' ? place.field('spec').field('strategy').field('type') : place
}

function isOne(pods: PodCount | undefined): boolean {
  return pods !== undefined && pods.low <= 1 && pods.high > 0
}

/** A number of pods, or a share of one pod. */
function partOfOne(amount: unknown, rounded: (value: number) => number): number {
  const share = /^(\d+)%$/.exec(String(amount))?.[1]
  return share === undefined ? Number(amount) : rounded(Number(share) / 100)
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0)
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}
