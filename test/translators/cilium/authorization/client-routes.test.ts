import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Mesh } from '../../../../src/model/mesh.ts'
import { barredByRoutes } from '../../../../translators/cilium/authorization/barred-by-routes.ts'
import { policiesBesideRoutes } from '../../../../translators/cilium/authorization/beside-routes.ts'
import { document } from '../../../decide/documents.ts'
import { meshOf } from '../../../decide/mesh-of.ts'
import { placeAt } from '../../../decide/rules/seen.ts'
import { deployment, namespace, policy } from './placing.ts'

const service = (name: string, ports: readonly number[] = [80]) =>
  document(
    'v1',
    'Service',
    { name, namespace: 'prod' },
    { selector: { app: name }, ports: ports.map((port) => ({ name: `http-${port}`, port })) },
  )
const routes = (name: string, http: readonly object[], more: object = {}) =>
  document('networking.istio.io/v1', 'VirtualService', { name, namespace: 'prod' }, { hosts: ['web'], http, ...more })
const rule = (name: string, spec: object) =>
  document('networking.istio.io/v1', 'DestinationRule', { name, namespace: 'prod' }, { host: 'web', ...spec })
const to = (host: string, more: object = {}) => ({ destination: { host, port: { number: 80 }, ...more } })
const subsets = { subsets: [{ name: 'v1', labels: { version: 'v1' } }] }

const base = [namespace('prod'), namespace('bank'), deployment('web', { version: 'v1' }), deployment('api'), service('web'), service('api')]

function meshWith(...objects: readonly object[]): Mesh {
  return meshOf([{ path: 'mesh.yaml', text: [...base, ...objects].map((one) => stringify(one)).join('---\n') }])
}

/** Why clients of the namespace `bank` may be kept from Service `web`. */
function barrier(objects: readonly object[], clients: readonly string[] = ['bank'], ofServices = ['web']): string {
  const mesh = meshWith(...objects)
  const services = mesh.services.filter(({ name }) => ofServices.includes(name))
  const found = barredByRoutes(mesh, services, (name) => clients.includes(name), placeAt('identity'))
  return found.length === 0
    ? 'none'
    : found.map(({ message, related }) => `${message} (${related.map(({ place }) => place.path.join('.')).join()})`).join(' | ')
}

const source = (...namespaces: readonly string[]) => ({ from: [{ source: { namespaces } }] })
const ofApi = { selector: { matchLabels: { app: 'api' } } }

describe('routes bar clients from the pods of a Service', () => {
  test('by answers with errors, which are named', () => {
    expect(barrier([])).toBe('none')
    expect(barrier([routes('r', [{ route: [to('web')] }])])).toBe('none')
    const answering = routes('r', [{ match: [{ uri: { prefix: '/a' } }], directResponse: { status: 503 } }, { route: [to('web')] }])
    expect(barrier([answering])).toMatch(/`VirtualService prod\/r` answers some requests with an error.*\(spec\.http\.0\)/)
    expect(barrier([answering], ['gone'])).toBe('none')
    expect(barrier([answering, namespace('out', { 'istio-injection': 'disabled' })], ['out'])).toBe('none')
    expect(barrier([answering], ['bank', 'prod']).split(' | ')).toHaveLength(2)
    expect(barrier([answering], ['bank'], ['api', 'web'])).not.toBe('none')
    expect(barrier([answering], ['bank'], ['api'])).toBe('none')
  })

  test('where a subset may be of several DestinationRules', () => {
    const route = routes('r', [{ route: [to('web', { subset: 'v1' })] }])
    expect(barrier([route, rule('one', subsets)])).toBe('none')
    expect(barrier([route, rule('one', subsets), rule('two', {})])).toMatch(
      /which DestinationRule has the subsets of a route.*\(spec\.http\.0\.route\.0\)/,
    )
    expect(barrier([routes('r', [{ route: [to('web')] }]), rule('one', subsets), rule('two', {})])).toBe('none')
  })

  test('where a route is for some clients only, or leads to no pods', () => {
    const some = routes('r', [{ match: [{ sourceLabels: { app: 'x' } }], route: [to('web')] }, { route: [to('web')] }])
    expect(barrier([some])).toMatch(/a route is for some clients only.*\(spec\.http\.0\)/)
    const gone = rule('one', { subsets: [{ name: 'v2', labels: { version: 'v2' } }] })
    expect(barrier([routes('r', [{ route: [to('web', { subset: 'v2' })] }]), gone])).toMatch(
      /pods that the input does not have.*\(spec\.http\.0\)/,
    )
  })

  test('on any port', () => {
    const second = [
      service('web', [80, 81]),
      routes('r', [
        { match: [{ port: 81, sourceLabels: { app: 'x' } }], route: [to('web')] },
        { route: [{ destination: { host: 'web' } }] },
      ]),
    ]
    const mesh = meshOf([
      { path: 'mesh.yaml', text: [...base.filter((_, index) => index !== 4), ...second].map((one) => stringify(one)).join('---\n') },
    ])
    const services = mesh.services.filter(({ name }) => name === 'web')
    expect(barredByRoutes(mesh, services, (name) => name === 'bank', placeAt('identity'))).toHaveLength(1)
  })
})

describe('routes to another Service bar clients that policies there may refuse', () => {
  const away = routes('r', [{ route: [to('api')] }])
  const refused = (...policies: readonly object[]) =>
    barrier([away, ...policies.map((spec, index) => policy(`p${index}`, { ...ofApi, ...spec }))]) !== 'none'

  test('by an ALLOW policy that does not let all of them in', () => {
    expect(refused()).toBe(false)
    expect(barrier([away, policy('p', { ...ofApi, rules: [source('desk')] })])).toMatch(
      /routes lead to `api`, where `AuthorizationPolicy prod\/p` may refuse them.*\(spec\.http\.0\.route\.0\)/,
    )
    expect([refused({ rules: [{}] }), refused({ rules: [source('bank')] }), refused({ rules: [source('b*', 'x')] })]).toEqual([
      false,
      false,
      false,
    ])
    expect([refused({}), refused({ rules: [source('desk'), source('bank')] })]).toEqual([true, false])
    expect(refused({ rules: [{ from: [{ source: { principals: ['*'] } }] }] })).toBe(false)
    expect(refused({ rules: [{ from: [{ source: { principals: ['cluster.local/ns/bank/sa/x'] } }] }] })).toBe(true)
    expect(refused({ rules: [{ ...source('bank'), to: [{ operation: { methods: ['GET'] } }] }] })).toBe(true)
    expect(refused({ rules: [{ from: [{ source: { namespaces: ['bank'], principals: ['*'] } }] }] })).toBe(false)
    expect(refused({ rules: [{ from: [{ source: { notNamespaces: ['desk'] } }] }] })).toBe(true)
  })

  test('by a DENY policy that may be about them', () => {
    const deny = (...rules: readonly object[]) => refused({ action: 'DENY', rules })
    expect([deny({}), deny(source('bank')), deny(source('desk')), deny(source('desk', 'bank'))]).toEqual([true, true, false, true])
    expect([deny({ to: [{ operation: { methods: ['GET'] } }] }), deny(source('desk'), { to: [{ operation: { ports: ['80'] } }] })]).toEqual(
      [true, true],
    )
    expect(deny({ ...source('desk'), to: [{ operation: { methods: ['GET'] } }] })).toBe(false)
  })

  test('but not by one that decides nothing, or for other pods', () => {
    expect(refused({ action: 'AUDIT', rules: [source('bank')] })).toBe(false)
    expect(barrier([away, policy('p', { ...ofApi, rules: [source('desk')] }, 'prod', { 'istio.io/dry-run': 'true' })])).toBe('none')
    expect(refused({ selector: { matchLabels: { app: 'web' } }, rules: [source('desk')] })).toBe(false)
    expect(
      barrier([routes('r', [{ route: [to('web')] }]), policy('p', { selector: { matchLabels: { app: 'web' } }, rules: [source('desk')] })]),
    ).toBe('none')
    expect(
      barrier([
        routes('r', [
          {
            route: [to('web', { port: { number: 80 } }), { destination: { host: 'api', port: { number: 80 } }, weight: 1 }].map((one) => ({
              weight: 1,
              ...one,
            })),
          },
        ]),
        policy('p', { ...ofApi, rules: [source('desk')] }),
      ]),
    ).not.toBe('none')
  })
})

describe('policies beside routes that stay with sidecars', () => {
  const named = { selector: { matchLabels: { app: 'web' } }, rules: [source('bank')] }
  function beside(objects: readonly object[], untranslated: (mesh: Mesh) => Mesh['routes'] = ({ routes: all }) => all): readonly string[] {
    const mesh = meshWith(...objects)
    return policiesBesideRoutes(mesh, untranslated(mesh)).map(({ what, place }) => `${what} at ${place?.object.name}`)
  }
  const because = ['VirtualService prod/r at r']

  test('are held back where the routes lead their clients elsewhere', () => {
    const elsewhere: readonly object[] = [
      { route: [to('api')] },
      { redirect: { uri: '/' } },
      { directResponse: { status: 200 } },
      { route: [to('web')], corsPolicy: { allowOrigins: [{ exact: 'https://a' }] } },
      { route: [to('gone')] },
    ]
    for (const http of elsewhere) expect(beside([routes('r', [http]), policy('p', named)]), JSON.stringify(http)).toEqual(because)
    const subset = routes('r', [{ route: [to('web', { subset: 'v1' })] }])
    expect(beside([subset, rule('one', subsets), policy('p', named)])).toEqual(because)
    expect(
      beside([routes('r', [{ match: [{ uri: { prefix: '/a' } }], route: [to('api')] }, { route: [to('web')] }]), policy('p', named)]),
    ).toEqual(because)
    const shares = [to('web'), to('api')].map((one) => ({ ...one, weight: 1 }))
    expect(beside([routes('r', [{ route: shares }]), policy('p', named)])).toEqual([])
    expect(beside([routes('r', [{ route: [to('web')] }]), policy('p', named)])).toEqual([])
    expect(beside([policy('p', named)])).toEqual([])
  })

  test('are those that name clients, with an effect, for the pods of the Service', () => {
    const away = routes('r', [{ route: [to('api')] }])
    expect(beside([away, policy('p', { ...named, rules: [{}] })])).toEqual([])
    expect(beside([away, policy('p', { ...named, action: 'DENY' })])).toEqual(because)
    expect(beside([away, policy('p', { ...named, action: 'AUDIT' })])).toEqual([])
    expect(beside([away, policy('p', named, 'prod', { 'istio.io/dry-run': 'true' })])).toEqual([])
    expect(beside([away, policy('p', { ...ofApi, rules: [source('bank')] })])).toEqual([])
    expect(beside([away, policy('p', { ...named, rules: [source('desk')] })])).toEqual([])
    expect(beside([away, policy('p', { ...named, rules: [source('out')] }), namespace('out', { 'istio-injection': 'disabled' })])).toEqual(
      [],
    )
    expect(beside([away, policy('p', { ...named, rules: [source('desk'), source('bank')] })])).toEqual(because)
    expect(beside([routes('r', [{ route: [to('api')] }], { exportTo: ['.'] }), policy('p', named)])).toEqual([])
  })

  test('are none where Cilium has the routes', () => {
    const away = [routes('r', [{ route: [to('api')] }]), policy('p', named)]
    expect(beside(away, () => [])).toEqual([])
    const other = routes('other', [{ route: [to('api')] }], { hosts: ['elsewhere.example'] })
    expect(beside([...away, other], ({ routes: all }) => all.filter(({ name }) => name === 'other'))).toEqual([])
  })
})
