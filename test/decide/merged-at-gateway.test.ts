import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { decide } from '../../src/decide/decide.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import { meshOf } from './mesh-of.ts'

interface Table {
  readonly name: string
  readonly created?: string
  /** What requests with this prefix are answered; without a prefix, all of them. */
  readonly rules: readonly { readonly match?: object; readonly status: number }[]
}

function meshWith(...tables: readonly Table[]) {
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'till' },
    spec: { selector: { istio: 'edge' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] },
  }
  const routes = tables.map(({ name, created, rules }) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'till', ...(created === undefined ? {} : { creationTimestamp: created }) },
    spec: {
      hosts: ['till.example.com'],
      gateways: ['edge'],
      http: rules.map(({ match, status }) => ({ ...(match === undefined ? {} : { match: [match] }), directResponse: { status } })),
    },
  }))
  return meshOf([{ path: 'mesh.yaml', text: [gateway, ...routes].map((object) => stringify(object)).join('---\n') }])
}

function answer(mesh: ReturnType<typeof meshWith>, target: string, method = 'GET'): number | string | undefined {
  const { verdict, answer: given } = decide(mesh, {
    client: { kind: 'ingress', namespace: 'istio-system', serviceAccount: 'edge', ip: '10.0.0.1', gateway: 'till/edge' },
    address: { kind: 'host', host: 'till.example.com', port: 80 },
    protocol: 'http',
    http: { method, target, authority: 'till.example.com', headers: {}, token: { kind: 'none' } },
  })
  return verdict === 'undetermined' ? verdict : given?.status
}

const older = '2026-01-01T00:00:00Z'
const newer = '2026-02-01T00:00:00Z'
const prefix = (value: string, status: number) => ({ match: { uri: { prefix: value } }, status })

describe('tables merged at one gateway', () => {
  test('what matches everything comes last, however old its table is', () => {
    const mesh = meshWith(
      { name: 'site', created: older, rules: [prefix('/', 201)] },
      { name: 'api', created: newer, rules: [prefix('/api', 202)] },
    )
    expect([answer(mesh, '/api/x'), answer(mesh, '/x')]).toEqual([202, 201])
  })

  test('a rule without matches is one of these', () => {
    const mesh = meshWith(
      { name: 'site', created: older, rules: [{ status: 201 }] },
      { name: 'api', created: newer, rules: [prefix('/api', 202)] },
    )
    expect([answer(mesh, '/api/x'), answer(mesh, '/x')]).toEqual([202, 201])
  })

  test('what stands behind it in its own table is never tried', () => {
    const mesh = meshWith(
      { name: 'site', created: older, rules: [prefix('/', 201), prefix('/x', 203)] },
      { name: 'api', created: newer, rules: [prefix('/api', 202)] },
    )
    expect([answer(mesh, '/x'), answer(mesh, '/api')]).toEqual([201, 202])
  })

  test('a prefix `/` with another condition keeps its place', () => {
    const match = { uri: { prefix: '/' }, method: { exact: 'GET' } }
    const mesh = meshWith(
      { name: 'site', created: older, rules: [{ match, status: 201 }] },
      { name: 'api', created: newer, rules: [prefix('/api', 202)] },
    )
    expect([answer(mesh, '/api'), answer(mesh, '/api', 'POST')]).toEqual([201, 202])
  })

  test('without dates, tables of disjoint prefixes are no doubt', () => {
    const mesh = meshWith({ name: 'one', rules: [prefix('/one/', 201)] }, { name: 'two', rules: [prefix('/two/', 202), { status: 204 }] })
    expect([answer(mesh, '/one/x'), answer(mesh, '/two/x'), answer(mesh, '/')]).toEqual([201, 202, 204])
    expect(compareMeshes(mesh, mesh, { exhaustive: true }).parts.undetermined).toBe(0)
  })

  test('nor are those of different methods, or of paths that differ whatever their case', () => {
    const get = { uri: { prefix: '/x' }, method: { exact: 'GET' } }
    const post = { uri: { exact: '/x' }, method: { exact: 'POST' } }
    const folded = { uri: { prefix: '/ONE' }, ignoreUriCase: true }
    expect(
      answer(meshWith({ name: 'a', rules: [{ match: get, status: 201 }] }, { name: 'b', rules: [{ match: post, status: 202 }] }), '/x'),
    ).toBe(201)
    expect(
      answer(meshWith({ name: 'a', rules: [{ match: folded, status: 201 }] }, { name: 'b', rules: [prefix('/two', 202)] }), '/one'),
    ).toBe(201)
  })

  test('where a request may meet both, or both match everything, their age decides', () => {
    const headers = (value: string, status: number) => ({ match: { headers: { 'x-user': { exact: value } } }, status })
    const doubtful = (a: Table['rules'], b: Table['rules']) => answer(meshWith({ name: 'a', rules: a }, { name: 'b', rules: b }), '/one')
    expect(doubtful([prefix('/one', 201)], [prefix('/o', 202)])).toBe('undetermined')
    expect(doubtful([{ status: 201 }], [{ status: 202 }])).toBe('undetermined')
    // Both values may be sent at once.
    expect(doubtful([headers('a', 201)], [headers('b', 202)])).toBe('undetermined')
    expect(doubtful([{ match: { uri: { prefix: '/ONE' }, ignoreUriCase: true }, status: 201 }], [prefix('/one', 202)])).toBe('undetermined')
  })
})
