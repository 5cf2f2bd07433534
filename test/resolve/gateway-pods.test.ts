import { describe, expect, test } from 'vitest'
import type { Attachment } from '../../src/model/authorization.ts'
import type { EdgeGateway } from '../../src/model/gateway.ts'
import type { Labels } from '../../src/model/workload.ts'
import { isForGateways, isServiceOfGateways } from '../../src/resolve/gateway-pods.ts'
import { meshWith, pods, service } from '../decide/meshed.ts'
import { placeAt } from '../decide/rules/seen.ts'

const place = placeAt('gateway')
const gateway = (selector?: Labels): EdgeGateway => ({
  api: 'istio',
  name: 'edge',
  namespace: 'shop',
  servers: [],
  place,
  ...(selector === undefined ? {} : { selector }),
})
const to = (labels: Labels): Attachment => ({ scope: 'workloads', namespace: 'shop', labels, place })

/** Labels of istio:manifests/charts/gateways, of the gateway chart of Helm, and of istio:pilot/pkg/config/kube/gateway. */
const conventional: readonly Labels[] = [
  { istio: 'ingressgateway' },
  { istio: 'egressgateway', app: 'any' },
  { istio: 'eastwestgateway' },
  { app: 'istio-ingressgateway' },
  { app: 'istio-egressgateway' },
  { app: 'istio-eastwestgateway' },
  { 'gateway.networking.k8s.io/gateway-name': 'edge' },
  { 'istio.io/gateway-name': 'edge' },
]

const other: readonly Labels[] = [
  { istio: 'my-ingressgateway' },
  { istio: 'ingressgateway-2' },
  { istio: 'istio-ingressgateway' },
  { app: 'ingressgateway' },
  { app: 'my-istio-ingressgateway' },
  { app: 'istio-ingressgateway-2' },
  { app: 'till' },
  {},
]

describe('a policy is for gateways alone', () => {
  const nothing = meshWith({})

  test('by the labels of gateways', () => {
    expect(conventional.filter((labels) => !isForGateways(to(labels), nothing))).toEqual([])
    expect(other.filter((labels) => isForGateways(to(labels), nothing))).toEqual([])
  })

  test('and never where it has no labels', () => {
    expect(isForGateways({ scope: 'namespace', namespace: 'shop' }, nothing)).toBe(false)
    expect(isForGateways({ scope: 'mesh' }, nothing)).toBe(false)
  })

  test('unless a pod that is none has them', () => {
    const labels = { istio: 'ingressgateway' }
    const having = (changes: Parameters<typeof pods>[1]) => meshWith({ workloads: [pods('x', { labels, ...changes })] })
    expect(isForGateways(to(labels), having({}))).toBe(false)
    expect(isForGateways(to(labels), having({ gateway: true }))).toBe(true)
    expect(isForGateways(to(labels), having({ namespace: 'bank' }))).toBe(true)
    expect(isForGateways({ scope: 'workloads', labels, place }, having({ namespace: 'bank' }))).toBe(false)
    expect(isForGateways(to({ ...labels, app: 'y' }), having({}))).toBe(true)
  })

  test('by the labels that a Gateway selects', () => {
    const labels = { edge: 'public' }
    const mesh = (changes: Parameters<typeof meshWith>[0]) => meshWith({ gateways: [gateway(), gateway({}), gateway(labels)], ...changes })
    expect(isForGateways(to({ edge: 'public', zone: 'a' }), mesh({}))).toBe(true)
    expect(isForGateways(to({ edge: 'private' }), mesh({}))).toBe(false)
    expect(isForGateways(to({}), mesh({}))).toBe(false)
    expect(isForGateways(to(labels), meshWith({ gateways: [gateway(), gateway({})] }))).toBe(false)
  })

  test('but not where a Service may have other pods with them', () => {
    const labels = { edge: 'public' }
    const mesh = (changes: Parameters<typeof service>[1], workloads = [pods('z')]) =>
      meshWith({ gateways: [gateway(labels)], services: [service('edge', changes)], workloads })
    expect(isForGateways(to(labels), mesh({ selector: labels }))).toBe(false)
    expect(isForGateways(to(labels), mesh({ selector: { edge: 'private' } }))).toBe(true)
    expect(isForGateways(to(labels), mesh({ selector: labels, namespace: 'bank' }))).toBe(true)
    const { selector: _, ...without } = service('edge')
    expect(isForGateways(to(labels), meshWith({ gateways: [gateway(labels)], services: [without] }))).toBe(true)
    const there = [pods('edge', { labels, gateway: true })]
    expect(isForGateways(to(labels), mesh({ selector: labels }, there))).toBe(true)
  })
})

test('a Service is that of gateways by its selector', () => {
  const isOne = (selector: Labels | undefined) => {
    const { selector: _, ...without } = service('edge')
    return isServiceOfGateways(
      selector === undefined ? without : { ...without, selector },
      meshWith({ gateways: [gateway({ edge: 'public' })] }),
    )
  }
  expect(conventional.filter((labels) => !isOne(labels))).toEqual([])
  expect(other.filter(isOne)).toEqual([])
  expect([isOne({ edge: 'public', zone: 'a' }), isOne({ edge: 'private' }), isOne(undefined)]).toEqual([true, false, false])
})
