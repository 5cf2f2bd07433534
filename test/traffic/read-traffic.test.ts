import { describe, expect, test } from 'vitest'
import { readTraffic } from '../../src/traffic/read-traffic.ts'
import type { SeenTraffic } from '../../src/traffic/seen-traffic.ts'
import { answerOf, kialiGraph, labelsFrom, rangeOf } from './small-mesh.ts'

function read(value: unknown): readonly SeenTraffic[] {
  const result = readTraffic(typeof value === 'string' ? value : JSON.stringify(value), 'traffic.json')
  if ('problem' in result) throw new Error(result.problem)
  return result.traffic
}

function problem(value: unknown): string {
  const result = readTraffic(typeof value === 'string' ? value : JSON.stringify(value), 'traffic.json')
  return 'problem' in result ? result.problem : `${result.traffic.length} series`
}

describe('an answer of Prometheus', () => {
  test('names the client, the Service, the pods and how much was sent', () => {
    const [first] = read(answerOf([labelsFrom('web', 'cart'), '42']))
    expect(first).toEqual({
      client: { kind: 'workload', namespace: 'shop', name: 'web' },
      destination: { services: ['shop/cart'], workload: 'shop/cart' },
      reporter: 'destination',
      amount: 42,
      unit: 'requests',
      refused: 0,
      series: 'traffic.json data.result[0]',
    })
  })

  test('of a range is what counters grew by, over restarts of their proxies; of an expression its highest value', () => {
    expect(read(rangeOf([labelsFrom('web', 'cart'), '10', '15', '2', '4']))[0]).toMatchObject({ amount: 9, unit: 'requests' })
    const { __name__: _, ...dropped } = labelsFrom('web', 'cart')
    expect(read(rangeOf([dropped, '0.5', '2.5', '1']))[0]).toMatchObject({ amount: 2.5, unit: 'value' })
    const many = Array.from({ length: 200_000 }, (_, at) => String(at % 7))
    expect(read(rangeOf([dropped, ...many]))[0]).toMatchObject({ amount: 6 })
  })

  test('as promtool prints it is the list of results alone', () => {
    expect(read(answerOf([labelsFrom('web', 'cart'), '3']).data.result)).toHaveLength(1)
  })

  test('takes the name and namespace of a Service from its host where their labels are not there', () => {
    const { destination_service_name: _, destination_service_namespace: __, ...labels } = labelsFrom('web', 'cart')
    expect(read(answerOf([labels, '1']))[0]?.destination.services).toEqual(['shop/cart'])
  })

  test('takes a host of a ServiceEntry and a cluster of Envoy for what they are', () => {
    const to = (name: string) =>
      read(answerOf([{ ...labelsFrom('web', 'cart'), destination_service_name: name, destination_workload: 'unknown' }, '1']))[0]
        ?.destination
    expect(to('api.example.com')).toEqual({ services: [], host: 'api.example.com' })
    expect(to('PassthroughCluster')).toEqual({ services: [], host: 'PassthroughCluster' })
  })

  test('knows a client without a name by its principal, as a client without identity, or not at all', () => {
    const client = (labels: Record<string, string>) =>
      read(answerOf([{ ...labelsFrom('unknown', 'cart'), source_workload_namespace: 'unknown', ...labels }, '1']))[0]?.client
    expect(client({ source_principal: 'spiffe://cluster.local/ns/shop/sa/web' })).toEqual({
      kind: 'identity',
      namespace: 'shop',
      serviceAccount: 'web',
    })
    expect(client({ connection_security_policy: 'none' })).toEqual({ kind: 'outside' })
    expect(client({ connection_security_policy: 'mutual_tls' })).toMatchObject({ kind: 'missing' })
    expect(client({ connection_security_policy: 'unknown' })).toMatchObject({ kind: 'missing' })
  })

  test('names the labels that an expression dropped', () => {
    expect(read(answerOf([{ destination_service_name: 'cart', destination_service_namespace: 'shop' }, '1']))[0]?.client).toEqual({
      kind: 'missing',
      why: 'series lack the label `source_workload` and `source_workload_namespace`',
    })
  })

  test('counts what was answered with 401 or 403 apart', () => {
    expect(read(answerOf([{ ...labelsFrom('web', 'cart'), response_code: '403' }, '7']))[0]).toMatchObject({ amount: 7, refused: 7 })
  })
})

describe('a graph of Kiali', () => {
  test('has an edge for each client and Service, with the share that was refused', () => {
    expect(read(kialiGraph)).toEqual([
      {
        client: { kind: 'workload', namespace: 'shop', name: 'web' },
        destination: { services: ['shop/cart'] },
        reporter: 'graph',
        amount: 2,
        unit: 'requests/s',
        refused: 0.5,
        series: 'traffic.json elements.edges[0].data',
      },
      {
        client: { kind: 'outside' },
        destination: { services: ['shop/cart'], workload: 'shop/cart' },
        reporter: 'graph',
        amount: 12,
        unit: 'bytes/s',
        refused: 0,
        series: 'traffic.json elements.edges[2].data',
      },
    ])
  })

  test('of apps does not name workloads', () => {
    const nodes = kialiGraph.elements.nodes.map(({ data }) => ({ data: { ...data, workload: undefined, nodeType: 'app' } }))
    const [first] = read({ graphType: 'app', elements: { ...kialiGraph.elements, nodes } })
    expect(first?.client).toEqual({ kind: 'missing', why: 'the graph does not name workloads (graphType app)' })
  })
})

describe('what is wrong is named with its place', () => {
  const result = (value: unknown) => ({ status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value }] } })
  const cases: readonly [unknown, RegExp][] = [
    ['{"status": "success",\n  "data": oops}', /^2:11: it is not JSON$/],
    ['', /^1:1: it is not JSON$/],
    [{}, /^status: /],
    [{ status: 'error', errorType: 'bad_data', error: 'parse error' }, /^status: the query failed: parse error$/],
    [result([1, 'many']), /^data\.result\[0\]\.value\[1\]: is not a number/],
    [result([1]), /^data\.result\[0\]\.value/],
    [result('1'), /^data\.result\[0\]\.value: /],
    [{ status: 'success', data: { resultType: 'scalar', result: [1, '2'] } }, /^data\.resultType: /],
    [answerOf([{ __name__: 'istio_request_bytes_sum' }, '1']), /`istio_request_bytes_sum` does not count requests/],
    [answerOf([{ __name__: 'constructor' }, '1']), /`constructor` does not count requests/],
    [answerOf(), /has no traffic/],
    [answerOf([labelsFrom('web', 'cart'), '0'], [labelsFrom('web', 'cart'), 'NaN']), /has no traffic/],
    [
      { graphType: 'workload', elements: { nodes: [], edges: [{ data: { source: 'a', target: 'b' } }] } },
      /edges\[0\]\.data\.source: there is no node/,
    ],
    [{ elements: { nodes: [], edges: [] } }, /^graphType: /],
    [null, /^it: /],
  ]
  for (const [value, expected] of cases) test(expected.source, () => void expect(problem(value)).toMatch(expected))
})
