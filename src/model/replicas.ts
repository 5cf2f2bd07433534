import type { SourceObject } from './object.ts'
import { ownValue } from './own-value.ts'
import type { Workload } from './workload.ts'

/** How many pods a workload has, from the fewest to the most. */
export interface PodCount {
  readonly low: number
  readonly high: number
}

/**
 * How many pods a workload has: as many as its autoscaler lets it have, or its `replicas`, or one. Undefined for what has as many as nodes
 * (DaemonSet) or as the moment asks for (Job, CronJob).
 */
export function replicasOf(objects: readonly SourceObject[]): (workload: Workload) => PodCount | undefined {
  const scaled = new Map<string, PodCount>()
  for (const { ref, value } of objects) {
    const scaling = scalingOf(ref.kind, (value.spec ?? {}) as Readonly<Record<string, unknown>>)
    if (scaling !== undefined) scaled.set(`${ref.namespace}/${scaling.kind}/${scaling.name}`, scaling.range)
  }
  return ({ kind, name, namespace, batch, replicas = 1 }) =>
    kind === 'DaemonSet' || batch ? undefined : (scaled.get(`${namespace}/${kind}/${name}`) ?? { low: replicas, high: replicas })
}

/** A HorizontalPodAutoscaler, or a ScaledObject of KEDA that says both ends. */
function scalingOf(kind: string, spec: Readonly<Record<string, unknown>>): { kind: string; name: string; range: PodCount } | undefined {
  const keda = kind === 'ScaledObject'
  if (!keda && kind !== 'HorizontalPodAutoscaler') return undefined
  const target = (spec.scaleTargetRef ?? {}) as Readonly<Record<string, unknown>>
  const low = ownValue(spec, keda ? 'minReplicaCount' : 'minReplicas') ?? (keda ? undefined : 1)
  const high = ownValue(spec, keda ? 'maxReplicaCount' : 'maxReplicas')
  if (typeof low !== 'number' || typeof high !== 'number' || typeof target.name !== 'string') return undefined
  return {
    kind: typeof target.kind === 'string' ? target.kind : 'Deployment',
    name: target.name,
    range: { low, high: Math.max(low, high) },
  }
}
