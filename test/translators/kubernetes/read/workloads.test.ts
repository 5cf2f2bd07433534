import { describe, expect, test } from 'vitest'
import { plain, read } from '../../reading.ts'

const template = '{metadata: {labels: {app: x}}, spec: {containers: [{name: app}]}}'
const object = (apiVersion: string, kind: string, spec: string, metadata = '{name: w, namespace: prod}') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\nspec: ${spec}\n`

describe('kinds with a pod template', () => {
  test.each([
    ['apps/v1', 'Deployment', `{replicas: 3, template: ${template}}`, 'spec.template.metadata', false, 3],
    ['apps/v1', 'StatefulSet', `{template: ${template}}`, 'spec.template.metadata', false, undefined],
    ['apps/v1', 'ReplicaSet', `{template: ${template}}`, 'spec.template.metadata', false, undefined],
    ['apps/v1', 'DaemonSet', `{template: ${template}}`, 'spec.template.metadata', false, undefined],
    ['batch/v1', 'Job', `{template: ${template}}`, 'spec.template.metadata', true, undefined],
    ['batch/v1', 'CronJob', `{jobTemplate: {spec: {template: ${template}}}}`, 'spec.jobTemplate.spec.template.metadata', true, undefined],
    ['argoproj.io/v1alpha1', 'Rollout', `{template: ${template}}`, 'spec.template.metadata', false, undefined],
  ])('%s %s', (apiVersion, kind, spec, templatePlace, batch, replicas) => {
    const [workload] = read(object(apiVersion, kind, spec)).mesh.workloads
    expect(workload).toMatchObject({ kind, name: 'w', namespace: 'prod', labels: { app: 'x' }, batch, gateway: false })
    expect(workload?.replicas).toBe(replicas)
    expect(plain(workload?.templatePlace)).toBe(templatePlace)
  })

  test('the labels of the object are not those of its pods', () => {
    const [workload] = read(object('apps/v1', 'Deployment', `{template: ${template}}`, '{name: w, labels: {team: a}}')).mesh.workloads
    expect(workload?.labels).toEqual({ app: 'x' })
  })

  test('a Rollout that names a Deployment has no pods of its own', () => {
    const { mesh, untaken } = read(object('argoproj.io/v1alpha1', 'Rollout', '{workloadRef: {kind: Deployment, name: x}}'))
    expect(mesh.workloads).toEqual([])
    expect(untaken).toBe(0)
  })
})

describe('pods', () => {
  const pod = (spec: string, metadata = '{name: w, namespace: prod}') => read(object('v1', 'Pod', spec, metadata)).mesh.workloads[0]

  test('the service account has a default and a deprecated name', () => {
    expect(pod('{}')?.serviceAccount).toBe('default')
    expect(pod('{serviceAccountName: ""}')?.serviceAccount).toBe('default')
    expect(pod('{serviceAccount: old}')?.serviceAccount).toBe('old')
    expect(pod('{serviceAccountName: new, serviceAccount: old}')?.serviceAccount).toBe('new')
  })

  test('ports of all containers are read', () => {
    expect(
      pod(
        '{containers: [{name: a, ports: [{name: web, containerPort: 80}, {containerPort: 53, protocol: UDP}]}, {name: b, ports: [{containerPort: 90}]}]}',
      )?.ports,
    ).toEqual([
      { name: 'web', port: 80, protocol: 'TCP' },
      { port: 53, protocol: 'UDP' },
      { port: 90, protocol: 'TCP' },
    ])
  })

  test('commands, arguments and hooks of all containers are read with their places', () => {
    const workload = pod(
      '{initContainers: [{name: i, command: [init]}], containers: [{name: a, command: [sh, -c], args: [run], lifecycle: {preStop: {exec: {command: [bye]}}, postStart: {exec: {command: [hi]}}}}]}',
    )
    expect(plain(workload?.commands)).toEqual([
      { text: 'init', place: 'spec.initContainers[0].command[0]' },
      { text: 'sh', place: 'spec.containers[0].command[0]' },
      { text: '-c', place: 'spec.containers[0].command[1]' },
      { text: 'run', place: 'spec.containers[0].args[0]' },
      { text: 'hi', place: 'spec.containers[0].lifecycle.postStart.exec.command[0]' },
      { text: 'bye', place: 'spec.containers[0].lifecycle.preStop.exec.command[0]' },
    ])
  })

  test("init containers count, unless they are Istio's own", () => {
    expect(pod('{initContainers: [{name: migrate}]}')?.initContainers).toBe(true)
    expect(pod('{initContainers: [{name: istio-init}, {name: istio-proxy}]}')?.initContainers).toBe(false)
  })

  test.each([
    ['the gateway template', '{}', '{name: w, annotations: {inject.istio.io/templates: "gateway"}}'],
    ['one of several templates', '{}', '{name: w, annotations: {inject.istio.io/templates: "x, gateway"}}'],
    ['a Gateway of the Gateway API', '{}', '{name: w, labels: {gateway.networking.k8s.io/gateway-name: g}}'],
    ['a router written out', '{containers: [{name: istio-proxy, args: [proxy, router]}]}', '{name: w}'],
  ])('%s makes a gateway', (_, spec, metadata) => {
    expect(pod(spec, metadata)?.gateway).toBe(true)
  })

  test('waypoint labels and owners are read', () => {
    const workload = pod('{}', '{name: w, namespace: prod, labels: {istio.io/use-waypoint: wp}, ownerReferences: [{kind: X, name: x}]}')
    expect(plain(workload?.waypoint)).toEqual({
      name: 'wp',
      namespace: 'prod',
      none: false,
      place: 'metadata.labels["istio.io/use-waypoint"]',
    })
    expect(workload?.owners).toEqual([{ kind: 'X', name: 'x' }])
  })

  test('service accounts are read', () => {
    const { mesh } = read('apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, namespace: prod}\n')
    expect(mesh.serviceAccounts).toMatchObject([{ name: 'a', namespace: 'prod' }])
  })
})
