import { describe, expect, test } from 'vitest'
import type { BackendPolicy } from '../../../src/model/backend.ts'
import type { DataPlane } from '../../../src/model/data-plane.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import type { MeshSettings } from '../../../src/model/settings.ts'
import { type ClientTls, clientTls, namespacesWithOwnTls } from '../../../src/resolve/routes/client-tls.ts'
import { meshWith, pods, service } from '../../decide/meshed.ts'
import { passthrough, random, destinationRule as rule } from './destination-rule.ts'

interface Asked {
  readonly from?: string
  readonly labels?: Record<string, string>
  readonly subset?: string
  readonly service?: Partial<Service>
  readonly mesh?: Partial<Omit<Mesh, 'settings'>>
  readonly settings?: Partial<MeshSettings>
}

function spoken(
  rules: readonly BackendPolicy[],
  { from = 'shop', labels, subset, service: changes, mesh = {}, settings = {} }: Asked = {},
): string {
  const whole = meshWith({ workloads: [pods('till')], backendPolicies: rules, ...mesh, settings })
  return clientTls(whole, { namespace: from, labels: labels ?? {} }, service('till', changes), 80, subset)
    .map((one) => one.tls)
    .join(' or ')
}

const off = { policy: { mode: 'disable' } } as const
const on = { policy: { mode: 'mesh' } } as const

// istio:pilot/pkg/model/sidecar.go DestinationRule, pilot/pkg/networking/util/util.go MergeTrafficPolicy
describe('TLS that clients originate', () => {
  test.each<[says: string, rules: readonly BackendPolicy[], asked: Asked, tls: string]>([
    ['is left to the mesh', [], {}, 'unset'],
    ['is left to the mesh by a rule of something else', [rule({ policy: {} })], {}, 'unset'],
    ['is off', [rule(off)], {}, 'off'],
    ['is that of the mesh', [rule(on)], {}, 'mesh'],
    ['is their own', [rule({ policy: { mode: 'simple' } })], {}, 'own'],
    ['is their own, with a certificate', [rule({ policy: { mode: 'mutual' } })], {}, 'own'],
    ['is that of the port', [rule({ policy: { mode: 'disable', port: { mode: 'mesh' } } })], {}, 'mesh'],
    ['is nothing where settings of the port leave it out', [rule({ policy: { mode: 'disable', port: {} } })], {}, 'unset'],
    ['is that of the subset', [rule({ ...off, subsets: { v1: { mode: 'mesh' } } })], { subset: 'v1' }, 'mesh'],
    ['is that of the host where the subset says nothing', [rule({ ...off, subsets: { v1: {} } })], { subset: 'v1' }, 'off'],
    ['is that of the host where the subset has no policy', [rule({ ...off, subsets: { v1: undefined } })], { subset: 'v1' }, 'off'],
    ['is that of the host for other subsets', [rule({ ...off, subsets: { v1: { mode: 'mesh' } } })], { subset: 'v2' }, 'off'],
    ['is that of the host without a subset', [rule({ ...off, subsets: { v1: { mode: 'mesh' } } })], {}, 'off'],
    [
      'is that of a subset of another rule for the host',
      [rule(off), rule({ name: 'z', subsets: { v1: { mode: 'mesh' } } })],
      { subset: 'v1' },
      'mesh',
    ],
    ['is that of the first rule with a policy', [rule({}), rule({ ...off, name: 'z' })], {}, 'off'],
    ['ignores rules for other hosts', [rule({ ...off, host: 'cart' })], {}, 'unset'],
    ['is that of a rule for all hosts', [rule({ ...off, host: '*.shop.svc.cluster.local' })], {}, 'off'],
    ['is that of the very host first', [rule({ ...off, host: '*.shop.svc.cluster.local' }), rule({ ...on, name: 'z' })], {}, 'mesh'],
    [
      'is that of the longer name first',
      [rule({ ...off, host: '*.local' }), rule({ ...on, name: 'z', host: '*.svc.cluster.local' })],
      {},
      'mesh',
    ],
    [
      'is that of the namespace of the client first',
      [rule(off), rule({ ...on, namespace: 'bank', host: '*.local' })],
      { from: 'bank' },
      'mesh',
    ],
    [
      'is that of the namespace of the Service next',
      [rule(off), rule({ ...on, namespace: 'istio-system', host: '*.local' })],
      { from: 'bank' },
      'off',
    ],
    ['is that of the root namespace at last', [rule({ ...off, namespace: 'istio-system', host: '*.local' })], { from: 'bank' }, 'off'],
    ['is that of no other namespace', [rule({ ...off, namespace: 'dev', host: '*.local' })], { from: 'bank' }, 'unset'],
    ['ignores rules exported to their own namespace only', [rule({ ...off, exportTo: ['.'] })], { from: 'bank' }, 'unset'],
    ['is a matter of those there', [rule({ ...off, exportTo: ['.'] })], {}, 'off'],
    ['is a matter of rules for the namespace of the client', [rule({ ...off, exportTo: ['dev', 'bank'] })], { from: 'bank' }, 'off'],
    ['ignores rules exported to another namespace', [rule({ ...off, exportTo: ['dev'] })], { from: 'bank' }, 'unset'],
    [
      'is what rules select their clients for',
      [rule({ ...off, clientSelector: { app: 'cart' } }), rule({ ...on, name: 'z' })],
      { labels: { app: 'cart' } },
      'off',
    ],
    [
      'is that of the others for others',
      [rule({ ...off, clientSelector: { app: 'cart' } }), rule({ ...on, name: 'z' })],
      { labels: { app: 'till' } },
      'mesh',
    ],
    [
      'ignores selectors of other namespaces',
      [rule({ ...off, clientSelector: { app: 'cart' } })],
      { from: 'bank', labels: { app: 'cart' } },
      'unset',
    ],
  ])('%s', (_, rules, asked, expected) => expect(spoken(rules, asked)).toBe(expected))

  test('is what each of several selectors may say where the labels of clients are not known', () => {
    const rules = [rule({ ...off, clientSelector: { app: 'cart' } }), rule({ ...on, name: 'z' })]
    expect(clientTls(meshWith({ backendPolicies: rules }), { namespace: 'shop' }, service('till'), 80, undefined)).toEqual([
      { selector: { app: 'cart' }, tls: 'off' },
      { tls: 'mesh' },
    ])
  })

  test('ignores other rules where the mesh exports none by default', () => {
    const defaultExportTo = { services: ['*'], routes: ['*'], backendPolicies: ['.'] }
    expect([
      spoken([rule(off)], { from: 'bank', settings: { defaultExportTo } }),
      spoken([rule(off)], { settings: { defaultExportTo } }),
    ]).toEqual(['unset', 'off'])
  })

  test('is none to hosts outside of the mesh on its own', () => {
    const to = (external: boolean): ClientTls =>
      clientTls(meshWith({}), { namespace: 'shop' }, { host: 'a.example', namespace: 'shop', external }, 80, undefined)[0]!.tls
    expect([to(true), to(false)]).toEqual(['off', 'unset'])
  })
})

// istio:pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings
describe('connections that go where the client says', () => {
  const behind = (...planes: DataPlane[]): Partial<Mesh> => ({ workloads: planes.map((dataPlane) => pods('till', { dataPlane })) })
  const headless = { service: { headless: true } }

  test.each<[says: string, mesh: Partial<Mesh>, tls: string]>([
    ['have mutual TLS where all pods do', behind('sidecar', 'sidecar'), 'unset'],
    ['have none where one pod has no sidecar', behind('sidecar', 'none'), 'none'],
    ['have none where there are no pods', behind(), 'none'],
    ['may have it where nobody says', behind('sidecar', 'unknown'), 'unset or none'],
  ])('%s', (_, mesh, expected) => expect(spoken([], { ...headless, mesh })).toBe(expected))

  test.each<[says: string, policy: Parameters<typeof rule>[0], subset: string | undefined, tls: string]>([
    ['by PASSTHROUGH', { policy: { topics: [passthrough] } }, undefined, 'none'],
    ['by PASSTHROUGH of the port', { policy: { topics: [random], port: { topics: [passthrough] } } }, undefined, 'none'],
    ['not where settings of the port leave it out', { policy: { topics: [passthrough], port: {} } }, undefined, 'unset'],
    ['not by other load balancing', { policy: { topics: [random] } }, undefined, 'unset'],
    ['by PASSTHROUGH of the subset', { policy: { topics: [random] }, subsets: { v1: { topics: [passthrough] } } }, 'v1', 'none'],
    ['by that of the host where the subset says nothing', { policy: { topics: [passthrough] }, subsets: { v1: {} } }, 'v1', 'none'],
    ['not where the subset says otherwise', { policy: { topics: [passthrough] }, subsets: { v1: { topics: [random] } } }, 'v1', 'unset'],
    ['by that of the host for other subsets', { policy: { topics: [passthrough] }, subsets: { v1: { topics: [random] } } }, 'v2', 'none'],
  ])('are those %s', (_, policy, subset, expected) => {
    expect(spoken([rule(policy)], { mesh: behind('none'), ...(subset === undefined ? {} : { subset }) })).toBe(expected)
  })
})

test('namespaces whose clients may follow rules of their own', () => {
  const rules = [
    rule({ exportTo: ['bank', '*', '.', '~'] }),
    rule({ namespace: 'dev', host: '*.local' }),
    rule({ namespace: 'other', host: 'else.example' }),
  ]
  expect(namespacesWithOwnTls(meshWith({ backendPolicies: rules }), service('till'))).toEqual(['shop', 'bank', 'dev'])
})
