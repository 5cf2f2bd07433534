import type { PodTemplateSpec } from '../../../src/crd/core/pod.ts'
import type { ByLabelsSpec, CronJobSpec, DaemonSetSpec, JobSpec, ReplicatedSpec, RolloutSpec } from '../../../src/crd/core/workloads.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { type PodSource, podWorkload } from './pod-workload.ts'

/** Finds the pods that a spec describes; undefined when it describes none itself. */
type FindPods<S> = (spec: S, at: Place) => PodSource | undefined

const replicated: FindPods<ReplicatedSpec | ByLabelsSpec> = ({ template = {}, replicas }, at) => ({
  template,
  templatePlace: at.field('template'),
  batch: false,
  replicas,
})

const onEveryNode: FindPods<DaemonSetSpec> = ({ template = {} }, at) => ({ template, templatePlace: at.field('template'), batch: false })

const job: FindPods<JobSpec> = ({ template = {} }, at) => ({ template, templatePlace: at.field('template'), batch: true })

const cronJob: FindPods<CronJobSpec> = ({ jobTemplate }, at) => job(jobTemplate?.spec ?? {}, at.field('jobTemplate').field('spec'))

/** With `workloadRef` the pods are described by the Deployment that it names. */
const rollout: FindPods<RolloutSpec> = (spec, at) =>
  spec.workloadRef !== undefined && spec.template === undefined ? undefined : replicated(spec, at)

function workloadReader<S extends object>(group: string, kind: string, findPods: FindPods<S>): KindReader {
  return {
    group,
    kind,
    phase: 'objects',
    read(object, context, into) {
      if (kind === 'Job' && hasEnded(object.value.status)) return true
      const pods = findPods((object.value.spec ?? {}) as S, object.place.field('spec'))
      if (pods !== undefined)
        into.workloads.push({ ...podWorkload(object, pods, context, into), ...drivenBy(object.ref.kind, object.value.spec) })
      return true
    },
  }
}

/** A Job of a live cluster that is done makes no pods any more (batch/v1 JobStatus: the conditions Complete and Failed are final). */
function hasEnded(status: unknown): boolean {
  const { conditions } = (status ?? {}) as { readonly conditions?: unknown }
  if (!Array.isArray(conditions)) return false
  return conditions.some((condition: { readonly type?: unknown; readonly status?: unknown } | null) => {
    return (condition?.type === 'Complete' || condition?.type === 'Failed') && condition.status === 'True'
  })
}

/** What a Rollout's traffic routing rewrites while it rolls out. */
function drivenBy(kind: string, spec: unknown): Pick<Workload, 'drives'> {
  if (kind !== 'Rollout') return {}
  const istio = (spec as RolloutSpec | undefined)?.strategy?.canary?.trafficRouting?.istio
  if (istio === undefined) return {}
  const named = (references: readonly ({ readonly name?: string } | undefined)[]) =>
    references.flatMap((reference) => (reference?.name === undefined ? [] : [reference.name]))
  return {
    drives: { routes: named([istio.virtualService, ...(istio.virtualServices ?? [])]), backendPolicies: named([istio.destinationRule]) },
  }
}

const podReader: KindReader = {
  group: '',
  kind: 'Pod',
  phase: 'objects',
  read(object, context, into) {
    const source: PodSource = { template: object.value as PodTemplateSpec, templatePlace: object.place, batch: false }
    into.workloads.push(podWorkload(object, source, context, into))
    return true
  },
}

export const workloadReaders: readonly KindReader[] = [
  podReader,
  workloadReader('apps', 'Deployment', replicated),
  workloadReader('apps', 'StatefulSet', replicated),
  workloadReader('apps', 'ReplicaSet', replicated),
  workloadReader('apps', 'DaemonSet', onEveryNode),
  workloadReader('batch', 'Job', job),
  workloadReader('batch', 'CronJob', cronJob),
  workloadReader('', 'ReplicationController', replicated),
  workloadReader('apps.openshift.io', 'DeploymentConfig', replicated),
  ...['CloneSet', 'StatefulSet', 'DaemonSet'].map((kind) => workloadReader('apps.kruise.io', kind, replicated)),
  workloadReader('argoproj.io', 'Rollout', rollout),
]
