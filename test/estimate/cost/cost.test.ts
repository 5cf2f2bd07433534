import { describe, expect, test } from 'vitest'
import { mebibytes, millicores } from '../../../src/estimate/cost/quantities.ts'
import { defaultEstimateSettings, type EstimateSettings, estimate, type TargetName, translate } from '../../../src/index.ts'
import { filesOf, istio, namespace, other, service, workload } from '../manifests.ts'

const same = (value: number) => ({ low: value, high: value })
const cost = (texts: readonly string[], settings: Partial<EstimateSettings> = {}, target: TargetName = 'ambient') =>
  estimate(translate(filesOf(...texts), { target }), undefined, { ...defaultEstimateSettings, ...settings }).cost
const bank = [namespace('bank'), workload('Deployment', 'ledger', 'bank', { spec: '  replicas: 3\n' }), service('ledger', 'bank')]
const reads = istio('AuthorizationPolicy', 'readers', 'bank', '{rules: [{to: [{operation: {methods: [GET]}}]}]}')
const annotated = (cpu: string, memory: string): string =>
  workload('Deployment', 'cart', 'bank').replace(
    'labels: {app: cart}\n    spec',
    `labels: {app: cart}\n      annotations: {sidecar.istio.io/proxyCPU: ${cpu}, sidecar.istio.io/proxyMemory: ${memory}}\n    spec`,
  )

describe('sidecars', () => {
  test('ask for what the chart says, as often as there are pods', () => {
    const { before } = cost(bank)
    expect(before).toMatchObject([{ what: 'sidecars', count: same(3), total: { cpu: same(300), memory: same(384) } }])
    expect(before[0]!.each.source).toContain('istio-discovery/values.yaml')
    expect(before[0]!.evidence).toEqual([{ object: 'Deployment bank/ledger', file: '1.yaml', line: 1 }])
  })

  test('ask for what annotations of their pods say, and for what the mesh says', () => {
    const operator = other(
      'install.istio.io/v1alpha1',
      'IstioOperator',
      'mesh',
      'istio-system',
      'spec:\n  values:\n    global:\n      proxy:\n        resources:\n          requests:\n            cpu: 50m\n            memory: 64Mi\n',
    )
    const { before } = cost([...bank, annotated('250m', '1Gi'), operator])
    expect(before.map(({ each, total }) => [each.source, total])).toEqual([
      ['sidecar.istio.io/proxyCPU, proxyMemory and their limits, annotations of the pods', { cpu: same(250), memory: same(1024) }],
      ['4.yaml:12, 4.yaml:13', { cpu: same(150), memory: same(192) }],
    ])
  })

  test('with one annotation ask for nothing of the chart, as the injector writes them', () => {
    const only = (annotation: string) =>
      cost([
        namespace('bank'),
        workload('Deployment', 'cart', 'bank').replace(
          'labels: {app: cart}\n    spec',
          `labels: {app: cart}\n      annotations: {sidecar.istio.io/${annotation}}\n    spec`,
        ),
      ]).before[0]!.total
    expect(only('proxyCPU: 250m')).toEqual({ cpu: same(250), memory: same(0) })
    expect(only('proxyMemoryLimit: 1Gi')).toEqual({ cpu: same(0), memory: same(1024) })
  })

  test('are as many as an autoscaler lets there be', () => {
    const scaled = other(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      'ledger',
      'bank',
      'spec: {scaleTargetRef: {kind: Deployment, name: ledger}, minReplicas: 2, maxReplicas: 10}\n',
    )
    expect(cost([...bank, scaled]).before[0]!.count).toEqual({ low: 2, high: 10 })
  })

  test('of DaemonSets are as many as nodes, and are not counted without them', () => {
    const daemons = [...bank, workload('DaemonSet', 'agent', 'bank')]
    expect(cost(daemons)).toMatchObject({ uncounted: 1, before: [{ count: same(3) }] })
    expect(cost(daemons, { nodes: same(4) })).toMatchObject({ uncounted: 0, before: [{ count: same(7) }] })
  })
})

describe('the target', () => {
  test('asks for something on each node, and for waypoints', () => {
    const { after, breakEven } = cost([...bank, reads])
    expect(after.map(({ what, count }) => [what, count])).toEqual([
      ['ztunnel', undefined],
      ['istio-cni', undefined],
      ['waypoints', { low: 1, high: 2 }],
    ])
    // 300m of sidecars less 100m to 200m of waypoints, over 300m to 600m of each node.
    expect(breakEven).toEqual({ cpu: { low: 0, high: 0 }, memory: { low: 0, high: 0 } })
  })

  test('counts nodes that are given, and those of a dump', () => {
    expect(cost(bank, { nodes: same(2) }).after[0]).toMatchObject({
      what: 'ztunnel',
      count: same(2),
      total: { cpu: { low: 400, high: 1000 } },
    })
    const node = 'apiVersion: v1\nkind: Node\nmetadata:\n  name: a\n'
    expect(cost([...bank, node]).after[0]!.count).toEqual(same(1))
  })

  test('keeps the sidecars of what stays whatever is decided', () => {
    const spire = workload('Deployment', 'ledger', 'bank').replace(
      '{name: ledger}]',
      '{name: ledger}]\n      volumes: [{name: spire, csi: {driver: csi.spiffe.io}}]',
    )
    for (const texts of [bank, [namespace('bank'), spire]]) {
      const { readiness, cost: proxies } = estimate(translate(filesOf(...texts), { target: 'ambient' }))
      expect(proxies.after.some(({ what }) => what === 'sidecars that stay')).toBe(readiness.stays > 0)
    }
  })

  test('of Cilium asks for one Envoy on each node once sidecars are gone', () => {
    const { after, breakEven, hops } = cost([...bank, reads], {}, 'cilium')
    expect(after.map(({ what }) => what)).toEqual(['cilium-envoy'])
    expect(breakEven).toEqual({ cpu: { low: 1 }, memory: { low: 6 } })
    expect([hops.before.value, hops.after.value]).toEqual([
      { tcp: 2, http: 2 },
      { tcp: 0, http: 1 },
    ])
  })

  test('takes figures of the user, and says that they are', () => {
    const components = { ztunnel: { cpu: same(10) }, sidecar: { memory: same(1) } }
    const { before, after } = cost(bank, { components })
    expect(before[0]!.each).toEqual({ value: { cpu: same(100), memory: same(1) }, source: 'given by --weights' })
    expect(after[0]!.each).toEqual({ value: { cpu: same(10), memory: { low: 512, high: 2048 } }, source: 'given by --weights' })
  })
})

test('quantities are read as Kubernetes reads them', () => {
  expect(['250m', '0.5', 2, '1k'].map(millicores)).toEqual([250, 500, 2000, undefined])
  expect(['128Mi', '1Gi', '134217728', '1024Ki', '-1'].map(mebibytes)).toEqual([128, 1024, 128, 1, undefined])
})
