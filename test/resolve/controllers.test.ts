import { expect, test } from 'vitest'
import type { Workload } from '../../src/model/workload.ts'
import { controllerOfPods } from '../../src/resolve/controllers.ts'
import { meshWith, pods } from '../decide/meshed.ts'

const owned = (kind: string, name: string, by?: readonly [kind: string, name: string], changes: Partial<Workload> = {}): Workload =>
  pods(name, { kind, owners: by === undefined ? [] : [{ kind: by[0], name: by[1] }], ...changes })

function controller(pod: Workload, ...others: readonly Workload[]): string {
  const found = controllerOfPods(pod, meshWith({ workloads: [pod, ...others] }))
  return found === undefined ? 'none' : `${found.kind} ${found.namespace}/${found.name}`
}

const pod = owned('Pod', 'till-1-x', ['ReplicaSet', 'till-1'])
const replicas = owned('ReplicaSet', 'till-1', ['Deployment', 'till'])
const deployment = owned('Deployment', 'till')

// k8s:apimachinery/pkg/apis/meta/v1/types.go OwnerReference: owners are in the namespace of what they own
test('a pod of a live cluster is made by the topmost of its owners that the input has', () => {
  expect(controller(pod, replicas, deployment)).toBe('Deployment shop/till')
  expect(controller(pod, replicas)).toBe('ReplicaSet shop/till-1')
  expect(controller(pod, deployment)).toBe('none')
  expect(controller(deployment)).toBe('none')
  expect(controller(pod, { ...replicas, namespace: 'bank' })).toBe('none')
  expect(controller(pod, { ...replicas, kind: 'StatefulSet' })).toBe('none')
})

test('any of several owners counts', () => {
  const twice = { ...pod, owners: [{ kind: 'Rollout', name: 'gone' }, ...pod.owners] }
  expect(controller(twice, replicas)).toBe('ReplicaSet shop/till-1')
})

test('pods of a Job are not made anew', () => {
  const job = owned('Job', 'audit', undefined, { batch: true })
  expect(controller(owned('Pod', 'audit-x', ['Job', 'audit'], { batch: true }), job)).toBe('none')
  const cron = owned('CronJob', 'nightly', undefined, { batch: true })
  expect(controller(owned('Pod', 'audit-x', ['Job', 'audit']), { ...job, owners: [{ kind: 'CronJob', name: 'nightly' }] }, cron)).toBe(
    'none',
  )
})

test('owners that own each other end', () => {
  const first = owned('ReplicaSet', 'a', ['ReplicaSet', 'b'])
  const second = owned('ReplicaSet', 'b', ['ReplicaSet', 'a'])
  expect(controller(first, second)).toBe('ReplicaSet shop/b')
  expect(controller(owned('Pod', 'x', ['ReplicaSet', 'a']), first, second)).toBe('ReplicaSet shop/b')
})
