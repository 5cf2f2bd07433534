import { compareText } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { SourceObject } from '../../model/object.ts'
import { hasFixedTemplate, type Workload } from '../../model/workload.ts'
import { evidenceAt, type Tally, tallied } from '../evidence.ts'

/** How workloads take part in the mesh: each of them stands in one row. */
export function planesOf({ workloads }: Mesh): readonly Tally[] {
  const row = (what: string, holds: (workload: Workload) => boolean): Tally => ({ what, evidence: placesOf(workloads.filter(holds)) })
  const machine = ({ address, kind }: Workload): boolean => address !== undefined || kind === 'WorkloadEntry'
  const pod = (workload: Workload): boolean => !workload.gateway && !machine(workload)
  return tallied([
    row('on sidecars', (workload) => pod(workload) && workload.dataPlane === 'sidecar'),
    row('in ambient mode', (workload) => pod(workload) && workload.dataPlane === 'ambient'),
    row('out of the mesh', (workload) => pod(workload) && workload.dataPlane === 'none'),
    row('not known to have sidecars', (workload) => pod(workload) && workload.dataPlane === 'unknown'),
    row('gateways', (workload) => workload.gateway && !machine(workload)),
    row('machines outside of Kubernetes', machine),
  ])
}

/** What a migration has to treat in another way: a Job keeps the template that it has, a StatefulSet restarts pod by pod. */
export function shapesOf({ workloads, services, machineGroups }: Mesh, objects: readonly SourceObject[]): readonly Tally[] {
  const row = (what: string, holds: (workload: Workload) => boolean): Tally => ({ what, evidence: placesOf(workloads.filter(holds)) })
  return tallied([
    row('StatefulSets', ({ kind }) => kind === 'StatefulSet'),
    row('DaemonSets', ({ kind }) => kind === 'DaemonSet'),
    row('Jobs', hasFixedTemplate),
    row('CronJobs', ({ kind }) => kind === 'CronJob'),
    row('Pods without a controller', ({ kind, owners }) => kind === 'Pod' && owners.length === 0),
    row('workloads on the host network', ({ hostNetwork }) => hostNetwork),
    row('workloads with a sidecar written out', ({ ownProxy }) => ownProxy !== undefined),
    { what: 'headless Services', evidence: placesOf(services.filter(({ headless }) => headless)) },
    { what: 'templates of machines (WorkloadGroup)', evidence: placesOf(machineGroups) },
    ...otherKinds(objects),
  ])
}

/** Kinds that operators bring: what pods they make is not in the input. */
function otherKinds(objects: readonly SourceObject[]): Tally[] {
  const found = new Map<string, SourceObject[]>()
  for (const object of objects) {
    const group = groupOf(object.ref.apiVersion)
    if (wellKnown.some((pattern) => pattern.test(group))) continue
    const name = `${object.ref.kind} (${group})`
    found.set(name, [...(found.get(name) ?? []), object])
  }
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, members]) => ({ what: `operators' own kinds: ${name}`, evidence: placesOf(members) }))
}

/** Groups of Kubernetes, Istio, the Gateway API and Cilium. */
const wellKnown: readonly RegExp[] = [
  /^(?:apps|batch|autoscaling|policy|extensions)?$/,
  /(?:^|\.)k8s\.io$/,
  /(?:^|\.)istio\.io$/,
  /^(?:sailoperator|maistra|cilium)\.io$/,
]

function placesOf(things: readonly { readonly place: SourceObject['place'] }[]): Tally['evidence'] {
  return things.map(({ place }) => evidenceAt(place))
}
